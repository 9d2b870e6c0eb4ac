package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JrpcEncoderTest {
    private final Encoder encoder = JrpcCodec.builder().build().newEncoder(Conversions.standard());

    @Test
    void writesIdAndMethodBeforeWhatIsReadByThem() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("a", 1);
        arguments.put("b", 2);
        assertThat(encode(new Call(Id.of(1), "add", Params.named(arguments))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":{\"a\":1,\"b\":2}}");
        assertThat(encode(new Reply(Id.of(1), 3))).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}");
        assertThat(encode(new ErrorReply(Id.of(1), -32601, "Method not found", null)))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
    }

    @Test
    void writesParamsThatAreEmptyAndNoneThatAreAbsent() {
        assertThat(encode(Call.notification("m", Params.absent()))).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}");
        assertThat(encode(new Call(Id.of(1), "m", Params.absent())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}");
        assertThat(encode(Call.notification("m", Params.positional())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}");
        assertThat(encode(Call.notification("m", Params.named(Map.of()))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{}}");
    }

    @Test
    void writesIdsAsTheyAre() {
        assertThat(encode(new Reply(Id.NONE, null))).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null}");
        assertThat(encode(new Reply(Id.NULL, null))).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":null}");
        assertThat(encode(new Reply(Id.of(0), null))).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":null}");
        assertThat(encode(new Reply(Id.of("a\n"), null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\\n\",\"result\":null}");
        assertThat(encode(new Reply(Id.ofValue(true), null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":true,\"result\":null}");
        assertThat(encode(new Reply(Id.ofValue(1.5), null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"result\":null}");
        assertThat(encode(new Reply(Id.ofValue(new BigInteger("18446744073709551615")), null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":18446744073709551615,\"result\":null}");
    }

    @Test
    void leavesOutDataThatIsNullAlone() {
        for (Object data : new Object[] {0, false, "", List.of()}) {
            assertThat(encode(new ErrorReply(Id.of(1), 5, "no", data))).contains(",\"data\":");
        }
        assertThat(encode(new ErrorReply(Id.of(1), 5, "no", null))).doesNotContain("data");
    }

    @Test
    void writesValues() {
        assertThat(result(Arrays.asList(null, true, false, Long.MIN_VALUE, -1.5, 1e300, -0.0, 0.1f)))
                .isEqualTo("[null,true,false,-9223372036854775808,-1.5,1.0E300,-0.0,0.1]");
        assertThat(result(List.of(new BigInteger("1180591620717411303424"), new BigDecimal("0.10"))))
                .isEqualTo("[1180591620717411303424,0.10]");
        assertThat(result(List.of(
                        List.of(),
                        Map.of(),
                        Map.of("k", List.of(Map.of("l", 1)), "m", 2).size())))
                .isEqualTo("[[],{},2]");
        // The shortest digits that give the same double, which Double.toString writes only from JDK 19 on.
        assertThat(result(2.0E-3)).isEqualTo("0.002");
        assertThat(result(2e23)).isEqualTo("2.0E23");
    }

    @Test
    void writesDoublesAsJacksonDoes() {
        Random random = new Random(20_261_130);
        for (int i = 0; i < 50_000; i++) {
            double[] values = {
                Double.longBitsToDouble(random.nextLong()),
                random.nextInt(2_000_000) / 100.0 - 10_000,
                Math.scalb(1.0, random.nextInt(2_098) - 1_074),
                random.nextDouble() * Math.pow(10, random.nextInt(24) - 8),
            };
            for (double value : values) {
                if (Double.isFinite(value)) {
                    assertThat(result(value)).isEqualTo(NumberOutput.toString(value, true));
                }
            }
        }
        assertThat(result(List.of(0.0, -0.0, 1e7, 1e-3, -9.99e-4, 5e-324)))
                .isEqualTo("[0.0,-0.0,1.0E7,0.001,-9.99E-4,4.9E-324]");
    }

    @Test
    void escapesWhatItMustAndNothingElse() {
        assertThat(result("\"\\/\b\f\n\r\t\u0000\u001f\u007f"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\"");
        assertThat(result("é€😀")).isEqualTo("\"é€😀\"");
        // Half of a pair cannot stand in UTF-8; its escape can, and quickrpc writes it so.
        assertThat(result("a\ud800b\udc00")).isEqualTo("\"a\\ud800b\\udc00\"");
        // A pair across the end of a chunk stays together.
        for (int length = 120; length < 140; length++) {
            String text = "é" + "x".repeat(length) + "😀\n";
            assertThat(result(text)).isEqualTo('"' + text.replace("\n", "\\n") + '"');
        }
    }

    @Test
    void writesBytesAsBase64() {
        assertThat(result(new byte[0])).isEqualTo("{\"__bytes\":\"\"}");
        assertThat(result(new byte[] {0})).isEqualTo("{\"__bytes\":\"AA==\"}");
        assertThat(result(new byte[] {(byte) 0xff, (byte) 0xfe})).isEqualTo("{\"__bytes\":\"//4=\"}");
        assertThat(result(List.of(new byte[] {1, 2, 3}, 1))).isEqualTo("[{\"__bytes\":\"AQID\"},1]");
    }

    @Test
    void writesABatchAsAList() {
        assertThat(encode(new Batch(List.of(new Reply(Id.of(1), List.of(1)), new Reply(Id.of(2), "x")))))
                .isEqualTo(
                        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[1]},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"x\"}]");
    }

    @Test
    void longTextsAreWrittenAsShortOnesAre() {
        for (String part : List.of("x", "é", "\u20ac", "\ud83d\ude00", "\"", "\n", "\u0001", "\ud800", "\udc00")) {
            // Each place within a chunk, and each remainder within a word.
            for (int before = 0; before < 1_100; before++) {
                String text = "a".repeat(before) + part + "b".repeat(17) + part;
                String expected = "\"" + "a".repeat(before) + inner(part) + "b".repeat(17) + inner(part) + "\"";
                assertThat(result(text)).isEqualTo(expected);
            }
            String many = part.repeat(3_000);
            assertThat(result(many)).isEqualTo("\"" + inner(part).repeat(3_000) + "\"");
        }
    }

    private String inner(String text) {
        String json = result(text);
        return json.substring(1, json.length() - 1);
    }

    @Test
    void halvesOfSurrogatePairsTravelAsEscapes() {
        for (String text : List.of("\ud800", "a\udc00b", "\udc00\ud800", "\ud83d\ude00\ud83d", "é\ud800".repeat(100))) {
            Message message = new Call(Id.of(text), text, Params.named(Map.of(text, text)));
            String json = encode(message);
            assertThat(json).contains("\\ud").doesNotContain("?");
            byte[] payload = json.getBytes(StandardCharsets.UTF_8);
            assertThat(JrpcCodec.builder().build().decode(payload)).isEqualTo(message);
        }
        assertThat(result("a\ud83d\ude00\ud83d")).isEqualTo("\"a\ud83d\ude00\\ud83d\"");
    }

    @Test
    void refusesWhatJsonCannotCarryAndGoesOn() {
        refused(
                new Call(Id.of(1), "m", Params.named(Map.of("a", List.of(1, Double.NaN)))),
                "params.a[1]: JSON has no NaN; send null or a text instead");
        refused(
                new Reply(Id.of(1), List.of(Double.NEGATIVE_INFINITY)),
                "result[0]: JSON has no -Infinity; send null or a text instead");
        refused(
                new Reply(Id.of(1), Map.of("a", Map.of("__bytes", "AQI="))),
                "result.a: a map has the key \"__bytes\", which stands for bytes in JSON; send a byte[], or rename the key");
        refused(
                new ErrorReply(Id.of(1), 1, "no", Map.of("a", Double.NaN)),
                "error.data.a: JSON has no NaN; send null or a text instead");
        refused(
                new Batch(List.of(new Reply(Id.of(1), 1), new Reply(Id.of(2), Double.NaN))),
                "[1].result: JSON has no NaN; send null or a text instead");
        assertThatThrownBy(() -> encode(Malformed.invalidReply(Id.NULL, "bad")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("what could not be read cannot be sent; send its toErrorReply(): bad");
    }

    @Test
    void writesAllDigitsOfDecimals() {
        Random random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            BigDecimal decimal = new BigDecimal(new BigInteger(200, random), random.nextInt(400) - 200);
            assertThat(result(decimal)).isEqualTo(decimal.toString());
        }
    }

    private void refused(Message message, String problem) {
        OutputBuffer out = new OutputBuffer(16);
        out.writeAscii("kept");
        assertThatThrownBy(() -> encoder.encode(message, out))
                .isInstanceOf(EncodeException.class)
                .hasMessage(problem);
        out.truncate(4);
        encoder.encode(new Reply(Id.of(1), List.of(1, 2)), out);
        assertThat(out.toString()).isEqualTo("kept{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[1,2]}");
    }

    private String result(@Nullable Object value) {
        String json = encode(new Reply(Id.NONE, value));
        String before = "{\"jsonrpc\":\"2.0\",\"result\":";
        assertThat(json).startsWith(before).endsWith("}");
        return json.substring(before.length(), json.length() - 1);
    }

    private String encode(Message message) {
        OutputBuffer out = new OutputBuffer(1);
        encoder.encode(message, out);
        return out.toString();
    }
}
