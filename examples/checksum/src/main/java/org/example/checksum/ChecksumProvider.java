package org.example.checksum;

import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;

/** Makes {@link Checksum} from the expression {@code checksum:}. Immutable. */
public final class ChecksumProvider implements SecurityProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public ChecksumProvider() {}

    @Override
    public String shorthand() {
        return "checksum";
    }

    @Override
    public String syntax() {
        return "checksum:";
    }

    @Override
    public String summary() {
        return "refuses what was damaged on its way, though not what was forged";
    }

    @Override
    public Security create(Expression expression) {
        expression.allowOptions();
        if (!expression.positional().isEmpty()) {
            throw expression.error(0, "something after the colon", "write checksum: alone");
        }
        return new Checksum();
    }
}
