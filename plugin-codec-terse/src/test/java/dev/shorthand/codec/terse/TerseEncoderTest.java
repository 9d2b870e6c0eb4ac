package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What messages look like, and what is refused because a line cannot hold it. */
final class TerseEncoderTest {
    private static final TerseCodec CODEC = TerseCodec.builder().build();
    private static final TerseCodec WORDS = TerseCodec.builder().words(true).build();

    @Test
    void calls() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("a", 1);
        arguments.put("b", List.of("x", Map.of("c", new byte[] {1, 2}), List.of(), true));
        assertThat(line(new Call(Id.of(1), "add", Params.named(arguments))))
                .isEqualTo("add[1] a:1 b:[\"x\" {c:'AQI='} [] 1]");
        assertThat(line(Call.notification("quit", Params.absent()))).isEqualTo("quit ");
        assertThat(line(Call.notification("quit", Params.positional()))).isEqualTo("quit ");
    }

    @Test
    void namesHaveNoEscapes() {
        Call call = Call.notification("dir\\new", Params.named(Map.of("\u00fc\\n\ud83d\ude00", 1L)));
        assertThat(line(call)).isEqualTo("dir\\new \u00fc\\n\ud83d\ude00:1");
        assertThat(CODEC.decode(CODEC.encode(call))).isEqualTo(call);
    }

    @Test
    void answers() {
        assertThat(line(new Reply(Id.of(-1), Map.of("a", 1.0)))).isEqualTo("[-1]:{a:1.0}");
        assertThat(line(new ErrorReply(Id.of(1), 0, "no \"x\"\n", null))).isEqualTo("[1]! message:\"no \\\"x\\\"\\n\"");
        assertThat(line(new ErrorReply(Id.NULL, -32700, "m", List.of(1, 2))))
                .isEqualTo("[null]! message:\"m\" details:[1 2] code:-32700");
    }

    @Test
    void wordsAreWrittenWhereTheOptionSaysSo() {
        Reply reply = new Reply(Id.of(1), Arrays.asList(true, false, null));
        assertThat(new String(WORDS.encode(reply), StandardCharsets.UTF_8)).isEqualTo("[1]:[true false null]");
        refuses(
                reply,
                "result[2]: terse has no null; send something else, or have it written as a word with terse?words=true");
    }

    @Test
    void numbersKeepAllTheirDigits() {
        assertThat(value(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(value(0)).isEqualTo("0");
        assertThat(value(1234567)).isEqualTo("1234567");
        assertThat(value(new BigDecimal("12.340"))).isEqualTo("12.340");
        assertThat(value(new BigDecimal("100"))).isEqualTo("100.0");
        assertThat(value(new BigDecimal("1E+30"))).isEqualTo("1e+30");
        assertThat(value(0.1f)).isEqualTo("0.1");
    }

    @Test
    void textOfEveryLengthInUtf8IsWritten() {
        String text = ("a\u00e9\u20ac\ud83d\ude00\"\\\n\t\u0000").repeat(100);
        assertThat(CODEC.decode(CODEC.encode(new Reply(Id.of(1), text)))).isEqualTo(new Reply(Id.of(1), text));
    }

    @Test
    void whatALineCannotHoldIsRefusedWithItsPath() {
        refuses(
                call("point", List.of(1, Map.of("x", Double.NaN))),
                "params.point[1].x: terse has no NaN; send a text instead");
        refuses(
                call("point", Map.of("x y", 1)),
                "params.point: the key of a map is named \"x y\", and a name in terse has no space;"
                        + " choose another name, or another codec");
        refuses(
                call("a:b", 1),
                "params.a:b: a parameter is named \"a:b\", and a name in terse has no :; choose another name, or another codec");
        refuses(call("", 1), "params: a parameter has an empty name; terse needs one character at least");
        refuses(
                call("\n", 1),
                "params.\n: a parameter is named \"\\n\", and a name in terse has no control character; choose another name,"
                        + " or another codec");
        refuses(
                call("\ud800", 1),
                "params.\ud800: a parameter is named \"\ud800\", which has half of a surrogate pair; UTF-8 has no bytes"
                        + " for it, so choose another name");
        refuses(
                call("a", "x\udc00"),
                "params.a: half of a surrogate pair stands at 1 of a text; UTF-8 has no bytes for it, so send whole"
                        + " characters");
        refuses(
                new Call(Id.of(1), "m", Params.positional(1)),
                "params: terse has no positional arguments; give them names, or use another codec");
        refuses(
                Call.notification("a b", Params.absent()),
                "method: the method is named \"a b\", and a name in terse has no space; choose another"
                        + " name, or another codec");
        refuses(
                Call.notification("a/5", Params.absent()),
                "method: the method \"a/5\" ends with a slash and a number, which terse reads as an id;"
                        + " choose another name");
        refuses(
                new Call(Id.of("x"), "m", Params.absent()),
                "id: the id is \"x\", and terse has whole numbers of 64 bits alone");
        refuses(new Reply(Id.NULL, 1), "id: the id is null, and terse has whole numbers of 64 bits alone");
        refuses(
                new Reply(Id.NONE, 1),
                "id: an answer without id, which terse cannot tell from others; give it that of the call");
        refuses(
                new Batch(List.of(new Reply(Id.of(1), 1))),
                "terse has no batches, as a line is one message; send the calls one by one, or use" + " another codec");
    }

    @Test
    void whatCouldNotBeReadIsNotSent() {
        assertThatThrownBy(() -> CODEC.encode(Malformed.unparsable("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("what could not be read cannot be sent; send its toErrorReply(): x");
    }

    @Test
    void aPayloadThatIsNoLineIsNotFramed() {
        for (String payload : List.of("a\nb", "a\r", " ", "\r")) {
            OutputBuffer out = new OutputBuffer(8);
            out.writeAscii(payload);
            assertThatThrownBy(() -> CODEC.newFraming().wrap(out, 0)).isInstanceOf(EncodeException.class);
        }
    }

    private static Call call(String name, Object value) {
        return new Call(Id.of(1), "m", Params.named(Map.of(name, value)));
    }

    private static String value(@Nullable Object value) {
        return line(new Reply(Id.of(1), value)).substring("[1]:".length());
    }

    private static String line(Message message) {
        return new String(CODEC.encode(message), StandardCharsets.UTF_8);
    }

    private static void refuses(Message message, String problem) {
        assertThatThrownBy(() -> CODEC.encode(message))
                .isInstanceOf(EncodeException.class)
                .hasMessage(problem);
    }
}
