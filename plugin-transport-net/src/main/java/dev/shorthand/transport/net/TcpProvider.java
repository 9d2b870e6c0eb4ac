package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;

/** Connects where expressions that begin with {@code tcp} say. Immutable. */
public final class TcpProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TcpProvider() {}

    @Override
    public String shorthand() {
        return "tcp";
    }

    @Override
    public String syntax() {
        return "tcp:host:port";
    }

    @Override
    public String summary() {
        return "a TCP connection to a server";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(Options.names(SocketOptions.NAMES, "connectTimeout"));
        HostPort to = HostPort.ofClient(expression);
        Tcp.ClientBuilder builder = Tcp.client(to.host(), to.port());
        Duration timeout = expression.duration("connectTimeout", Duration.ofSeconds(10));
        Options.set(expression, () -> {
            SocketOptions.set(expression, builder);
            builder.connectTimeout(timeout);
        });
        return builder.open();
    }
}
