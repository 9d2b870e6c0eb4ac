package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextFramingTest {
    private static final Codec CODEC =
            JrpcCodec.builder().concatenated().maxFrame(64).build();

    @Test
    void writesNothingBetween() {
        assertThat(Splits.framed(CODEC, "{\"a\":[1]}")).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void refusesToWriteWhatCouldNotBeReadAgain() {
        Framing framing = CODEC.newFraming();
        for (String payload : List.of("e30=", " {}", "{}{}", "{} ", "{\"a\":\"", "[", "{\"a\\")) {
            OutputBuffer out = new OutputBuffer(8);
            out.writeAscii(payload);
            assertThatThrownBy(() -> framing.wrap(out, 0))
                    .as(payload)
                    .isInstanceOf(EncodeException.class)
                    .hasMessage("the payload is no JSON text by itself; choose a framing other than concatenated");
            OutputBuffer next = new OutputBuffer(8);
            next.writeAscii("[{}]");
            framing.wrap(next, 0);
            assertThat(next).hasToString("[{}]");
        }
    }

    @Test
    void endsATextWithTheBracketOfItsBeginning() throws Exception {
        List<String> texts = List.of(
                "{}",
                "[]",
                "[{},[[]]]",
                "{\"}\":\"]}\"}",
                "[\"\\\"]\",\"\\\\\",\"\\u005d\"]",
                "{\"\":\"\u00e9\u20ac {[ and no end of it\"}",
                "[1,-2.5e3,true,null]",
                "[\"a line\nwithin\"]");
        assertThat(Splits.of(CODEC, String.join("", texts))).isEqualTo(texts);
        assertThat(Splits.of(CODEC, " \r\n" + String.join("\n\t ", texts) + "\n"))
                .isEqualTo(texts);
    }

    @Test
    void textThatBeginsNoMessageCostsItselfAlone() throws Exception {
        List<String> payloads = Splits.of(CODEC, "garbage{}}}, \"[]12 34\n{}\0[]");
        assertThat(payloads).containsExactly("garbage", "{}", "}}, \"", "[]", "12 34\n", "{}", "\0", "[]");
        for (int i = 0; i < payloads.size(); i += 2) {
            assertThat(CODEC.decode(payloads.get(i).getBytes(StandardCharsets.UTF_8)))
                    .as(payloads.get(i))
                    .isInstanceOf(Malformed.class);
        }
    }

    @Test
    void blanksGoOnForEverWithoutBeingKept() throws Exception {
        Framing framing = CODEC.newFraming();
        byte[] blanks = " \n".repeat(100).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            assertThat(framing.split(blanks, 0, blanks.length)).isTrue();
            assertThat(framing.payloadEnd()).isEqualTo(framing.payloadStart());
            assertThat(framing.frameEnd()).isEqualTo(blanks.length);
        }
    }

    @Test
    void refusesWhatIsOverTheLimitAndTakesWhatIsJustWithin() throws Exception {
        String most = "[\"" + "x".repeat(60) + "\"]";
        assertThat(Splits.of(CODEC, most + most)).containsExactly(most, most);
        for (String over :
                List.of("[\"x" + most.substring(2), "x".repeat(65), "[".repeat(65), "[\"" + "\\".repeat(63))) {
            byte[] bytes = over.getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> CODEC.newFraming().split(bytes, 0, bytes.length))
                    .isInstanceOf(FramingException.class)
                    .hasMessage(
                            "frame of 65 bytes or more is over the limit of 64; send less at once, or raise maxFrame");
        }
    }
}
