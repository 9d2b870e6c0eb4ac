package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.FramingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeaderFramingTest {
    private static final Codec CODEC =
            JrpcCodec.builder().headers().maxFrame(1 << 20).build();
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}";

    @Test
    void writesTheLengthInBytesAndNothingElse() {
        assertThat(Splits.framed(CODEC, "{}")).isEqualTo("Content-Length: 2\r\n\r\n{}");
        assertThat(Splits.framed(CODEC, "[\"é\u20ac\"]")).isEqualTo("Content-Length: 9\r\n\r\n[\"é\u20ac\"]");
        assertThat(Splits.framed(CODEC, "")).isEqualTo("Content-Length: 0\r\n\r\n");
        String text = "x".repeat(10_009);
        assertThat(Splits.framed(CODEC, text)).isEqualTo("Content-Length: 10009\r\n\r\n" + text);
    }

    @Test
    void readsWhatItWrites() throws Exception {
        String stream = Splits.framed(CODEC, CALL) + Splits.framed(CODEC, "[\"é\u20ac\n\r\n\"]");
        assertThat(Splits.of(CODEC, stream + stream))
                .containsExactly(CALL, "[\"é\u20ac\n\r\n\"]", CALL, "[\"é\u20ac\n\r\n\"]");
    }

    @Test
    void readsTheNameInAnyCaseAmongOtherHeaders() throws Exception {
        assertThat(
                        Splits.of(
                                CODEC,
                                "content-length:2\r\n\r\n{}"
                                        + "CONTENT-LENGTH: \t 2 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n[]"
                                        + "Content-Type: x\r\nX-Content-Length: 7\r\nContent-Length-Not: 8\r\ncOnTeNt-LeNgTh: 002\r\n folded\r\n\r\n{}"))
                .containsExactly("{}", "[]", "{}");
    }

    @Test
    void readsBareLineFeedsToo() throws Exception {
        assertThat(Splits.of(CODEC, "Content-Length: 2\n\n{}A: b\nContent-Length: 2\r\n\n[]"))
                .containsExactly("{}", "[]");
    }

    @Test
    void passesOverEmptyFramesAndEmptyLines() throws Exception {
        assertThat(Splits.of(CODEC, "\r\n\n\r\nContent-Length: 0\r\n\r\nContent-Length: 2\r\n\r\n{}\r\n"))
                .containsExactly("{}");
    }

    @Test
    void aBlockWithoutAUsableLengthCostsItselfAlone() throws Exception {
        for (String bad : List.of(
                "Content-Type: x",
                "Content-Length:",
                "Content-Length: abc",
                "Content-Length: -2",
                "Content-Length: +2",
                "Content-Length: 2.0",
                "Content-Length: 2 2",
                "Content-Length: \u0662",
                "Content-Length: 2\r\nContent-Length: 3",
                "true: 1",
                "7: 1")) {
            List<String> payloads = Splits.of(CODEC, bad + "\r\n\r\n" + Splits.framed(CODEC, CALL));
            assertThat(payloads).as(bad).containsExactly(bad + "\r\n", CALL);
            assertIsNoMessage(payloads.get(0));
        }
        assertThat(Splits.of(CODEC, "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"))
                .containsExactly("{}");
    }

    @Test
    void textBetweenFramesCostsItselfAlone() throws Exception {
        List<String> payloads = Splits.of(
                CODEC,
                "Starting server\n" + Splits.framed(CODEC, CALL) + "no newline, no end" + Splits.framed(CODEC, CALL)
                        + "\"}}" + Splits.framed(CODEC, CALL) + "not (Content-Length at all)\r\n"
                        + Splits.framed(CODEC, CALL));
        assertThat(payloads)
                .containsExactly(
                        "Starting server",
                        CALL,
                        "no newline, no end",
                        CALL,
                        "}}",
                        CALL,
                        "not (Content-Length at all)",
                        CALL);
        assertThat(CODEC.decode(payloads.get(0).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        Malformed.unparsable(
                                "not JSON: 'S' where a value should begin at byte 0 of \"Starting server\"; send JSON (RFC 8259)"));
    }

    @Test
    void aLengthThatIsTooShortOrTooLongCostsTheMessagesThatItCuts() throws Exception {
        String shorter = "Content-Length: " + (CALL.length() - 3) + "\r\n\r\n" + CALL;
        assertThat(Splits.of(CODEC, shorter + Splits.framed(CODEC, CALL)))
                .containsExactly(CALL.substring(0, CALL.length() - 3), "m\"}", CALL);
        String longer = "Content-Length: " + (CALL.length() + 3) + "\r\n\r\n" + CALL;
        String next = Splits.framed(CODEC, CALL);
        List<String> payloads = Splits.of(CODEC, longer + next + next);
        assertThat(payloads).startsWith(CALL + "Con").endsWith(CALL).hasSize(4);
        assertIsNoMessage(payloads.get(1));
        assertIsNoMessage(payloads.get(2));
    }

    @Test
    void whatIsNotFramedIsNeverTakenForAMessage() throws Exception {
        for (String stray :
                List.of(CALL, "[" + CALL + "]", " " + CALL, "{", "[[", "\"", "[1," + CALL + "]", "[{\"\"")) {
            for (String end : List.of("\n", "\r\n\r\n", "")) {
                List<String> payloads = Splits.of(CODEC, stray + end + Splits.framed(CODEC, CALL));
                assertThat(payloads).as(stray).hasSize(2).endsWith(CALL);
                assertIsNoMessage(payloads.get(0));
            }
        }
        byte[] bare = Splits.of(CODEC, CALL + "\n").get(0).getBytes(StandardCharsets.UTF_8);
        assertThat(CODEC.decode(bare))
                .isInstanceOfSatisfying(
                        Malformed.class, m -> assertThat(m.code()).isEqualTo(ErrorCodes.PARSE_ERROR));
    }

    @Test
    void refusesALengthOverTheLimitBeforeAnyOfItHasArrived() {
        for (String length : List.of("1048577", "2147483647", "2147483648", "9".repeat(100))) {
            byte[] headers = ("Content-Length: " + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> CODEC.newFraming().split(headers, 0, headers.length))
                    .isInstanceOfSatisfying(
                            FramingException.class,
                            e -> assertThat(e.overLimit()).isTrue())
                    .hasMessageMatching(
                            "frame of \\d+ bytes or more is over the limit of 1048576; send less at once, or"
                                    + " raise maxFrame");
        }
    }

    @Test
    void refusesHeadersWithoutEnd() throws Exception {
        byte[] most = ("A: " + "x".repeat(8_192 - 26) + "\r\nContent-Length: 2\r\n\r\n{}")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(Splits.of(CODEC, new String(most, StandardCharsets.US_ASCII)))
                .containsExactly("{}");
        for (String endless : List.of("x".repeat(8_193), "A: b\r\n".repeat(2_000))) {
            byte[] bytes = endless.getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> CODEC.newFraming().split(bytes, 0, bytes.length))
                    .isInstanceOf(FramingException.class)
                    .hasMessageMatching("headers of \\d+ bytes or more are over the limit of 8192; send"
                            + " \"Content-Length: N\", an empty line, and N bytes");
        }
    }

    private static void assertIsNoMessage(String payload) {
        assertThat(CODEC.decode(payload.getBytes(StandardCharsets.UTF_8)))
                .as(payload)
                .isInstanceOf(Malformed.class)
                .isNotInstanceOf(Call.class);
    }
}
