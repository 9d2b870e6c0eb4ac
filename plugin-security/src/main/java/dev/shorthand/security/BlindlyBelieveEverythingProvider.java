package dev.shorthand.security;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;

/** Makes {@link BlindlyBelieveEverything} from expressions that begin with that. Immutable. */
public final class BlindlyBelieveEverythingProvider implements SecurityProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public BlindlyBelieveEverythingProvider() {}

    @Override
    public String shorthand() {
        return "blindly_believe_everything";
    }

    @Override
    public String syntax() {
        return "blindly_believe_everything:user";
    }

    @Override
    public String summary() {
        return "unsafe: says who sent a message, and believes what others say";
    }

    @Override
    public Security create(Expression expression) {
        Options.allow(expression);
        return BlindlyBelieveEverything.builder().user(expression.positional()).build();
    }
}
