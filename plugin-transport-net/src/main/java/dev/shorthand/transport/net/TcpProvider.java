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
        expression.allowOptions("connectTimeout", "noDelay", "keepAlive");
        HostPort to = HostPort.ofClient(expression);
        Tcp.ClientBuilder builder = Tcp.client(to.host(), to.port())
                .noDelay(expression.flag("noDelay", true))
                .keepAlive(expression.flag("keepAlive", false));
        Duration timeout = expression.duration("connectTimeout", Duration.ofSeconds(10));
        Options.set(expression, () -> builder.connectTimeout(timeout));
        return builder.open();
    }
}
