package dev.shorthand.tck.security;

import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.tck.SecurityContract;
import java.util.List;

/** A sound provider passes the whole contract. */
class SoundSecurityTest extends SecurityContract {
    @Override
    protected SecurityProvider provider() {
        return new TestedProvider();
    }

    @Override
    protected Sides sides() {
        return new Sides(new SealedWithAKey("alice"), new SealedWithAKey("bob"));
    }

    @Override
    protected boolean protects() {
        return true;
    }

    @Override
    protected List<String> secrets() {
        return List.of(SealedWithAKey.SECRET);
    }
}
