package org.example.checksum;

import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.tck.SecurityContract;

class ChecksumContractTest extends SecurityContract {
    @Override
    protected SecurityProvider provider() {
        return new ChecksumProvider();
    }

    @Override
    protected Sides sides() {
        return new Sides(new Checksum(), new Checksum());
    }

    // Whoever changes a payload can compute its checksum anew.
    @Override
    protected boolean protects() {
        return false;
    }
}
