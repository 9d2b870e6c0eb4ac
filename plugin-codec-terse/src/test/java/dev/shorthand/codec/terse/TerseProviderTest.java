package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.ExpressionException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Expressions that begin with {@code terse}. */
final class TerseProviderTest {
    @Test
    void theWordAloneIsEnough() {
        assertThat(codec("terse")).isInstanceOf(TerseCodec.class);
        assertThat(codec("terse:")).isInstanceOf(TerseCodec.class);
    }

    @Test
    void wordsAreAnOption() {
        assertThat(codec("terse?words=true").encode(new Reply(Id.of(1), true)))
                .asString()
                .isEqualTo("[1]:true");
        assertThat(codec("terse").encode(new Reply(Id.of(1), true))).asString().isEqualTo("[1]:1");
    }

    @Test
    void limitsAreOptions() {
        Codec codec = codec("terse?maxString=10&maxDepth=2&maxNumber=20");
        assertThat(problem(codec, "[1]:\"01234567890\""))
                .contains("11 bytes is over the limit of 10")
                .contains("maxString");
        assertThat(problem(codec, "[1]:[[[]]]"))
                .contains("nesting 3 deep or more is over the limit of 2")
                .contains("maxDepth");
        assertThat(problem(codec, "[1]:123456789012345678901"))
                .contains("21 digits is over the limit of 20")
                .contains("maxNumber");
    }

    @Test
    void whatIsMisspeltIsRefusedWithWhatWouldBeRight() {
        refuses(
                "terse:lines",
                "terse has nothing before its options at character 6 of \"terse:lines\"; write terse, or terse?words=true");
        refuses(
                "terse?word=true",
                "no option \"word\" in \"terse?word=true\"; terse has words, maxDepth, maxFrame, maxBatch, maxQueued,"
                        + " maxString, maxNumber, maxPending, maxConnections");
        refuses("terse?words=yes", "words is \"yes\" at character 12 of \"terse?words=yes\"; give true or false");
        refuses(
                "terse?maxString=0",
                "maxString is 0 at character 16 of \"terse?maxString=0\"; give a number from 1 up");
        assertThatThrownBy(() -> TerseCodec.builder().maxString(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxString is 0; give a number from 1 up");
    }

    private static String problem(Codec codec, String line) {
        return ((Malformed) codec.decode(line.getBytes(StandardCharsets.UTF_8))).problem();
    }

    private static Codec codec(String expression) {
        return Plugins.installed().codec(expression, Limits.defaults());
    }

    private static void refuses(String expression, String message) {
        assertThatThrownBy(() -> codec(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }
}
