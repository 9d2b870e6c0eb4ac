package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.util.stream.Stream;

/** Hands the options of an expression to a builder. */
final class Options {
    private Options() {}

    /** Opens what a builder describes; that its settings do not go together is told with the expression that they stand in. */
    static Transport open(Expression expression, Restart.Opener builder) throws IOException {
        try {
            return builder.open();
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
    }

    /** Returns some names of options and some more. */
    static String[] names(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    /** Runs what sets a builder's options; what the builder refuses is told with the expression that it stands in. */
    static void set(Expression expression, Runnable settings) {
        try {
            settings.run();
        } catch (ExpressionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
    }
}
