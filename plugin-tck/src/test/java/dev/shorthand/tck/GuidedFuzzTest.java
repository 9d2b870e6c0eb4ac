package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Limits;
import dev.shorthand.tck.FaultyCodec.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidedFuzzTest {
    private static final byte[] GARBAGE = {-1};

    @Test
    void findsACodecThatThrows() {
        GuidedFuzz fuzz = new GuidedFuzz(new FaultyCodec(Limits.defaults(), Fault.THROWS_ON_GARBAGE));

        assertThatThrownBy(() -> fuzz.check(GARBAGE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("decoding throws for \"\u00ff\" (ff), guided");
    }

    @Test
    void aGoodCodecReadsOrRefusesAnything() {
        GuidedFuzz fuzz = new GuidedFuzz(LineCodec.create(Limits.defaults()));

        fuzz.check(GARBAGE);
        fuzz.check(new byte[0]);
    }

    @Test
    void theFuzzerBeginsWithPayloadsOfTheCodec(@TempDir Path folder) throws IOException {
        GuidedFuzz fuzz = new GuidedFuzz(LineCodec.create(Limits.defaults()));

        GuidedFuzz.writeSeeds(LineCodec.create(Limits.defaults()), folder);

        try (Stream<Path> seeds = Files.list(folder)) {
            List<Path> written = seeds.toList();
            assertThat(written).hasSizeGreaterThan(100);
            for (Path seed : written) {
                fuzz.check(Files.readAllBytes(seed));
            }
        }
    }

    @Test
    void saysWhichArgumentsAreMissing() {
        assertThatThrownBy(() -> GuidedFuzz.fuzzerInitialize(new String[] {"jrpc"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 arguments; give the expression of a codec and a folder, for example \"jrpc seeds\"");
    }
}
