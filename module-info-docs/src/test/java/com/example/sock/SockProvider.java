package com.example.sock;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Makes clients. Immutable. */
public final class SockProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public SockProvider() {}

    @Override
    public String shorthand() {
        return "sock";
    }

    @Override
    public String syntax() {
        return "sock:path";
    }

    @Override
    public String summary() {
        return "a connection to a Unix domain socket";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        Path path = path(expression);
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
            return new SockClient(expression.text(), new SockLink(channel, path.toString()));
        } catch (IOException e) {
            throw new IOException("no connection to " + path + ": " + e.getMessage() + "; is the server running?", e);
        }
    }

    static Path path(Expression expression) {
        expression.allowOptions();
        if (expression.positional().isEmpty()) {
            throw expression.error(0, "path missing", "write " + expression.shorthand() + ":/run/my.sock");
        }
        return Path.of(expression.positional());
    }
}
