package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;

/** Listens where expressions that begin with {@code tcpserv} say. Immutable. */
public final class TcpServerProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TcpServerProvider() {}

    @Override
    public String shorthand() {
        return "tcpserv";
    }

    @Override
    public String syntax() {
        return "tcpserv:interface:port";
    }

    @Override
    public String summary() {
        return "a TCP server; no interface means all, port 0 any free one";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(Options.names(SocketOptions.NAMES, "backlog"));
        HostPort at = HostPort.ofServer(expression);
        Tcp.ServerBuilder builder = Tcp.server(at.host(), at.port());
        int backlog = expression.size("backlog", 512);
        Options.set(expression, () -> {
            SocketOptions.set(expression, builder);
            builder.backlog(backlog);
        });
        return builder.open();
    }
}
