package dev.shorthand.tck.security;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;

/** A provider whose words can be spoiled. */
class TestedProvider implements SecurityProvider {
    @Override
    public String shorthand() {
        return "sealed_with_a_key";
    }

    @Override
    public String syntax() {
        return "sealed_with_a_key:user";
    }

    @Override
    public String summary() {
        return "for tests";
    }

    @Override
    public Security create(Expression expression) {
        expression.allowOptions();
        return new SealedWithAKey(expression.positional());
    }
}
