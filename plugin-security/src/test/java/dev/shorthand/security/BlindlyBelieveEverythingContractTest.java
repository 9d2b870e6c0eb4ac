package dev.shorthand.security;

import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.tck.SecurityContract;

class BlindlyBelieveEverythingContractTest extends SecurityContract {
    @Override
    protected SecurityProvider provider() {
        return new BlindlyBelieveEverythingProvider();
    }

    @Override
    protected Sides sides() {
        Security bob = BlindlyBelieveEverything.builder().user("bob").build();
        return new Sides(bob, bob);
    }

    @Override
    protected boolean protects() {
        return false;
    }
}
