package com.example.sock;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/** Makes servers. Immutable. */
public final class SockServerProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public SockServerProvider() {}

    @Override
    public String shorthand() {
        return "sockserv";
    }

    @Override
    public String syntax() {
        return "sockserv:path";
    }

    @Override
    public String summary() {
        return "a server at a Unix domain socket";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        Path path = SockProvider.path(expression);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw new IOException(
                    "cannot listen at " + path + ": " + e.getMessage() + "; is it in use, or left over?", e);
        }
        return new SockServer(expression.text(), path, server);
    }
}
