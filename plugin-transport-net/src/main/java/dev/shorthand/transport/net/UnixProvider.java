package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Connects where expressions that begin with {@code unix} say. Immutable. */
public final class UnixProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public UnixProvider() {}

    @Override
    public String shorthand() {
        return "unix";
    }

    @Override
    public String syntax() {
        return "unix:path";
    }

    @Override
    public String summary() {
        return "a connection within this machine, to a Unix domain socket";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions(Options.names(LinkOptions.NAMES, "connectTimeout"));
        Unix.ClientBuilder builder = Unix.client(path(expression));
        Options.set(expression, () -> {
            LinkOptions.set(expression, builder);
            builder.connectTimeout(expression.duration("connectTimeout", Duration.ofSeconds(10)));
        });
        return builder.open();
    }

    /** Reads the positional part, which is a path as a whole, colons and all. */
    static Path path(Expression expression) {
        String text = expression.positional();
        if (text.isEmpty()) {
            throw expression.error(
                    0,
                    "path missing",
                    "write " + expression.shorthand() + ":path, for example " + expression.shorthand()
                            + ":/run/app.sock");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw expression.error(e.getIndex(), e.getReason(), "give the path of the socket's file");
        }
    }
}
