package dev.shorthand.kernel;

import dev.shorthand.kernel.Plugins.Plugin;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Provider;

/**
 * A provider, and what it has said of itself.
 *
 * @param provider makes what expressions describe
 * @param plugin   as it is listed
 */
record Loaded<P extends Provider>(P provider, Plugin plugin) {
    /** Returns its class, module and jar, for errors. */
    String place() {
        return Declarations.describe(provider.getClass());
    }

    /** Makes the error for one that turns out, in use, to lack a class. */
    ExpressionException broken(Expression expression, LinkageError e) {
        ExpressionException broken = new ExpressionException("the " + plugin.kind() + " \"" + expression.shorthand()
                + "\" cannot be used: " + place() + ": " + PluginSource.reason(e));
        broken.initCause(e);
        return broken;
    }
}
