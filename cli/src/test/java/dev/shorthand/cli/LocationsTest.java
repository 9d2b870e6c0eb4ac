package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocationsTest {
    @Test
    void shortensWhatIsUnderTheWorkingFolder() {
        Path file = Path.of("lib", "a b.jar");
        assertEquals(
                file.toString(), Locations.shorten(file.toAbsolutePath().toUri().toString()));
    }

    @Test
    void leavesWhatIsNoFileAsItIs() {
        assertEquals("jrt:/dev.shorthand.kernel", Locations.shorten("jrt:/dev.shorthand.kernel"));
        assertEquals("unknown", Locations.shorten("unknown"));
    }
}
