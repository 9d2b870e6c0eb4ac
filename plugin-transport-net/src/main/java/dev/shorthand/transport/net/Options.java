package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;

/** Hands the options of an expression to a builder. */
final class Options {
    private Options() {}

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
