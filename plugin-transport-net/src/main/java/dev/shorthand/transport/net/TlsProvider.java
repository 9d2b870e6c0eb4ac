package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;

/** Connects, encrypted, where expressions that begin with {@code tls} say. Immutable. */
public final class TlsProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TlsProvider() {}

    @Override
    public String shorthand() {
        return "tls";
    }

    @Override
    public String syntax() {
        return "tls:host:port";
    }

    @Override
    public String summary() {
        return "an encrypted TCP connection to a server, which must be who it says";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(TlsOptions.names("connectTimeout", "hostName"));
        HostPort to = HostPort.ofClient(expression);
        Tls.ClientBuilder builder = Tls.client(to.host(), to.port());
        TlsOptions.set(expression, builder);
        Duration timeout = expression.duration("connectTimeout", Duration.ofSeconds(10));
        Options.set(expression, () -> builder.connectTimeout(timeout));
        expression.option("hostName").ifPresent(builder::hostName);
        return Options.open(expression, builder::open);
    }
}
