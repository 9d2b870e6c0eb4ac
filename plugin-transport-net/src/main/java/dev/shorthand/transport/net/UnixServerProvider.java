package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;

/** Listens where expressions that begin with {@code unixserv} say. Immutable. */
public final class UnixServerProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public UnixServerProvider() {}

    @Override
    public String shorthand() {
        return "unixserv";
    }

    @Override
    public String syntax() {
        return "unixserv:path";
    }

    @Override
    public String summary() {
        return "a server within this machine, at a Unix domain socket";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(Options.names(LinkOptions.NAMES, "backlog", "mode"));
        Unix.ServerBuilder builder = Unix.server(UnixProvider.path(expression));
        int backlog = expression.size("backlog", 512);
        Options.set(expression, () -> {
            LinkOptions.set(expression, builder);
            builder.backlog(backlog);
            expression.option("mode").ifPresent(builder::mode);
        });
        return builder.open();
    }
}
