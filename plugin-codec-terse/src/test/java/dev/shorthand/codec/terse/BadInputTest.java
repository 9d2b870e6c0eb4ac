package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.tck.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines that are meant to do harm cost an error, and no memory. */
final class BadInputTest {
    private static final int TEN_MIB = 10 << 20;

    private final Decoder decoder = TerseCodec.builder().build().newDecoder();

    @Test
    void longLinesThatAreNoMessageCostNothing() throws Exception {
        for (String line : List.of(
                "[".repeat(100_000),
                "m a:" + "[".repeat(100_000),
                "m a:" + "{a:".repeat(100_000),
                "m a:" + "1".repeat(TEN_MIB),
                "m a:-." + "1".repeat(TEN_MIB),
                "m a:1e" + "1".repeat(TEN_MIB),
                "m[" + "1".repeat(TEN_MIB) + "]",
                "[" + "1".repeat(TEN_MIB) + "]:1",
                "m a:\"" + "x".repeat(TEN_MIB),
                "m a:'" + "x".repeat(TEN_MIB),
                "m a:" + "x".repeat(TEN_MIB),
                "m " + "x".repeat(TEN_MIB),
                "x".repeat(TEN_MIB) + ":",
                " ".repeat(TEN_MIB) + ":")) {
            byte[] payload = line.getBytes(StandardCharsets.US_ASCII);
            String shown = line.substring(0, 20);
            long allocated = Allocation.of(() -> assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                    .as(shown)
                    .isInstanceOf(Malformed.class));
            assertThat(allocated).as(shown).isLessThan(1 << 20);
        }
    }

    @Test
    void theDeepestLimitFitsTheStack() {
        Decoder deep = TerseCodec.builder().maxDepth(1_000).build().newDecoder();
        byte[] payload = ("m a:" + "[".repeat(999) + "]".repeat(999)).getBytes(StandardCharsets.US_ASCII);
        assertThat(deep.decode(payload, 0, payload.length, Binding.plain())).isInstanceOf(Call.class);
    }
}
