package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;

/** Listens, encrypted, where expressions that begin with {@code tlsserv} say. Immutable. */
public final class TlsServerProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TlsServerProvider() {}

    @Override
    public String shorthand() {
        return "tlsserv";
    }

    @Override
    public String syntax() {
        return "tlsserv:interface:port?cert=FILE&key=FILE";
    }

    @Override
    public String summary() {
        return "an encrypted TCP server; clientAuth=need asks its clients who they are";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(TlsOptions.names("backlog", "clientAuth"));
        HostPort at = HostPort.ofServer(expression);
        Tls.ServerBuilder builder = Tls.server(at.host(), at.port());
        TlsOptions.set(expression, builder);
        int backlog = expression.size("backlog", 512);
        Options.set(expression, () -> {
            builder.backlog(backlog);
            expression.option("clientAuth").ifPresent(choice -> builder.clientAuth(clientAuth(choice)));
        });
        return Options.open(expression, builder::open);
    }

    private static Tls.ServerBuilder.ClientAuth clientAuth(String choice) {
        for (Tls.ServerBuilder.ClientAuth known : Tls.ServerBuilder.ClientAuth.values()) {
            if (known.toString().equals(choice)) {
                return known;
            }
        }
        throw new IllegalArgumentException("clientAuth is \"" + Quoted.shorten(choice) + "\"; give none, want or need");
    }
}
