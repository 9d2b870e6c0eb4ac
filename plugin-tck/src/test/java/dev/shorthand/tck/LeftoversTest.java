package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX) // elsewhere nothing says which files are open
class LeftoversTest {
    @TempDir
    Path folder;

    @BeforeEach
    void waitNotLong() {
        System.setProperty(Await.PROPERTY, "PT0.1S");
    }

    @AfterEach
    void waitAsEver() {
        System.clearProperty(Await.PROPERTY);
    }

    @Test
    void namesAFileThatIsLeftOpenAlsoWhereItIsDeletedMeanwhile() throws Exception {
        Path file = Files.writeString(folder.resolve("left"), "open").toRealPath();
        Leftovers before = Leftovers.now();
        try (InputStream open = Files.newInputStream(file)) {
            assertTrue(open.read() > 0);
            AssertionError left = assertThrows(AssertionError.class, before::assertNothingMore);
            assertTrue(left.getMessage().contains(file.toString()), left.getMessage());
            Files.delete(file);
            assertThrows(AssertionError.class, before::assertNothingMore);
        }
        before.assertNothingMore();
    }
}
