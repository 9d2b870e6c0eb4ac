package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.util.stream.Collectors;
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

    /**
     * Refuses limits that an expression within another sets: the kernel takes those of the outer one for the whole endpoint, and would not see them.
     *
     * @param limits what the outer expression has set
     */
    static void refuseLimits(Expression outer, String inner, Limits limits) {
        Expression parsed = Expression.parse(inner);
        if (parsed.limits(limits).equals(limits)) {
            return;
        }
        String set = Limits.OPTIONS.stream()
                .filter(parsed.options()::containsKey)
                .map(name -> name + "=" + parsed.options().get(name))
                .collect(Collectors.joining("&"));
        throw new ExpressionException(
                Quoted.shorten(set) + " stands in the parentheses of \"" + Quoted.shorten(outer.text())
                        + "\", and limits hold for the whole endpoint; write it behind the outer expression, "
                        + outer.shorthand() + ":…" + (outer.options().isEmpty() ? "?" : "&") + Quoted.shorten(set));
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
