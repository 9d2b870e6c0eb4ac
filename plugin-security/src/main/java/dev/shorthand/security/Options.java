package dev.shorthand.security;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Nearest;
import java.util.List;

/** Refuses the options of an expression that nobody reads. */
final class Options {
    private Options() {}

    /**
     * Refuses all options but the known ones.
     *
     * <p>{@link Expression#allowOptions} would let the limits pass, which mean nothing here, and would quote the whole expression: someone who
     * types a key where its file belongs should not find it in the log.
     */
    static void allow(Expression expression, String... known) {
        for (String name : expression.options().keySet()) {
            if (!List.of(known).contains(name)) {
                String there = known.length == 0
                        ? "has no options"
                        : "has " + String.join(", ", Nearest.sorted(name, List.of(known)));
                throw new ExpressionException("no option \"" + Quoted.shorten(name) + "\" in \""
                        + expression.shorthand() + ":…\"; " + expression.shorthand() + " " + there);
            }
        }
    }
}
