package dev.shorthand.security;

import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.tck.SecurityContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class HmacContractTest extends SecurityContract {
    @TempDir
    Path folder;

    private Path keys;

    @BeforeEach
    void writeKeys() throws IOException {
        keys = TestKeys.write(folder);
    }

    @Override
    protected SecurityProvider provider() {
        return new HmacProvider();
    }

    @Override
    protected Sides sides() {
        try {
            return new Sides(
                    Hmac.builder("alice", keys).build(),
                    Hmac.builder("bob", keys).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean protects() {
        return true;
    }

    @Override
    protected List<String> secrets() {
        return TestKeys.SECRETS;
    }
}
