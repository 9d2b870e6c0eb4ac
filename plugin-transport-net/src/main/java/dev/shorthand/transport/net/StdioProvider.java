package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;

/** Takes the standard input and output of this process for {@code stdio:}. Immutable. */
public final class StdioProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public StdioProvider() {}

    @Override
    public String shorthand() {
        return "stdio";
    }

    @Override
    public String syntax() {
        return "stdio:";
    }

    @Override
    public String summary() {
        return "standard input and output of this process; other output goes to stderr";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions();
        refusePositional(expression);
        return Stdio.open();
    }

    /** Refuses anything but options behind the shorthand. */
    static void refusePositional(Expression expression) {
        if (!expression.positional().isEmpty()) {
            throw expression.error(0, "nothing may follow the colon", "write " + expression.shorthand() + ":");
        }
    }
}
