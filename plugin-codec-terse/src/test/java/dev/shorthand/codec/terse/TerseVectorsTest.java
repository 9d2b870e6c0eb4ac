package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.tck.Vectors;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What quickrpc writes and reads, row by row; the tags T1 to T15 are those of the README beside the vectors. */
final class TerseVectorsTest {
    private static final URL COPY = Objects.requireNonNull(TerseVectorsTest.class.getResource("/wire/terse.json"));

    private static final TerseCodec CODEC = TerseCodec.builder().build();

    /** A decode error, whatever its text. */
    private static final Map<String, Object> FAULT = Map.of("kind", "decode_error");

    // The seed refuses security; here a header is a line of its own, and the endpoint hands it to the provider. A codec
    // alone meets no
    // security at all.
    private static final Set<String> SECURITY = Set.of("enc-sec", "enc-sec-reply", "enc-sec-error", "dec-sec");

    /** Rows of the encoder that are written otherwise here, and what is written. */
    private static final Map<String, String> ENCODED_OTHERWISE = encodedOtherwise();

    private static Map<String, String> encodedOtherwise() {
        Map<String, String> rows = new LinkedHashMap<>();
        // T1: all digits, and no more of them than needed.
        rows.put("enc-call-int-i31m1", "m a:2147483647\n");
        rows.put("enc-call-int-i31", "m a:2147483648\n");
        rows.put("enc-call-int-neg-i31", "m a:-2147483648\n");
        rows.put("enc-call-int-u32", "m a:4294967296\n");
        rows.put("enc-call-int-53m1", "m a:9007199254740991\n");
        rows.put("enc-call-int-53", "m a:9007199254740992\n");
        rows.put("enc-call-int-53p1", "m a:9007199254740993\n");
        rows.put("enc-call-int-i63m1", "m a:9223372036854775807\n");
        rows.put("enc-call-int-neg-i63", "m a:-9223372036854775808\n");
        rows.put("enc-call-int-u64max", "m a:18446744073709551615\n");
        rows.put("enc-call-int-big-2^70", "m a:1180591620717411303424\n");
        rows.put("enc-call-int-1000000", "m a:1000000\n");
        rows.put("enc-call-int-1234567", "m a:1234567\n");
        rows.put("enc-call-float-1.0", "m a:1.0\n");
        rows.put("enc-call-float-neg-zero", "m a:-0.0\n");
        rows.put("enc-call-float-0.0", "m a:0.0\n");
        rows.put("enc-call-float-min-subnormal", "m a:5e-324\n");
        rows.put("enc-call-float-third", "m a:0.3333333333333333\n");
        rows.put("enc-call-float-pi", "m a:3.141592653589793\n");
        rows.put("enc-call-float-123456789.125", "m a:123456789.125\n");
        // T4: the row itself.
        rows.put("enc-call-true", "m a:1\n");
        rows.put("enc-call-false", "m a:0\n");
        // T8: the documented form of the id; no seed reads either.
        rows.put("enc-call-id-1", "add[1] a:1\n");
        rows.put("enc-call-id-5", "add[5] a:1\n");
        rows.put("enc-call-id-2147483648", "add[2147483648] a:1\n");
        rows.put("enc-call-id-9223372036854775807", "add[9223372036854775807] a:1\n");
        // The grammar has no place for the code. Here it is one pair more, as it tells what failed; no seed reads it.
        rows.put("enc-error-code", "[7]! message:\"x\" details:\"ValueError: x\\n\" code:42\n");
        return rows;
    }

    /** What decoding rows with a quirk gives, where it is not a decode error. */
    private static final Map<String, List<Map<String, Object>>> DECODED_OTHERWISE = decodedOtherwise();

    private static Map<String, List<Map<String, Object>>> decodedOtherwise() {
        Map<String, Object> add = call("add", Map.of("a", 1L), 0L);
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        for (String blank : List.of("dec-empty-line", "dec-empty-line-crlf", "dec-space-line")) {
            rows.put(blank, List.of());
        }
        rows.put("dec-empty-line-then-call", List.of(add));
        rows.put("dec-call-then-empty-line", List.of(add));
        rows.put("dec-leading-space", List.of(add));
        rows.put("dec-garbage-between", List.of(add, FAULT, call("say", Map.of("text", "x"), 0L)));
        rows.put("dec-raise-loses-others", List.of(add, FAULT, call("say", Map.of("text", "y"), 0L)));
        rows.put("dec-num-1e5", List.of(call("m", Map.of("a", 1e5), 0L)));
        rows.put("dec-str-escaped-backslash-n", List.of(call("m", Map.of("a", "C:\\new"), 0L)));
        rows.put("dec-str-escaped-backslash-quote-then-string", List.of(call("m", Map.of("a", "x\\", "b", "y"), 0L)));
        rows.put("dec-call-id-slash", List.of(call("add", Map.of("a", 1L), 5L)));
        rows.put("dec-call-id-bracket", List.of(call("add", Map.of("a", 1L), 5L)));
        rows.put("dec-reply", List.of(reply(1L, 5L)));
        rows.put("dec-reply-str", List.of(reply("x", 5L)));
        rows.put("dec-reply-space", List.of(reply(List.of(1L, 2L), 5L)));
        rows.put("dec-error", List.of(error("m", "d", 5L)));
        rows.put("dec-error-nodetails", List.of(error("m", "", 5L)));
        // The format has these words here; they are written only where the option says so.
        Map<String, @Nullable Object> none = new LinkedHashMap<>();
        none.put("a", null);
        rows.put("dec-badliteral-true", List.of(call("m", Map.of("a", true), 0L)));
        rows.put("dec-badliteral-false", List.of(call("m", Map.of("a", false), 0L)));
        rows.put("dec-badliteral-null", List.of(call("m", none, 0L)));
        return rows;
    }

    @Test
    void everyRowNamedHereIsThere() throws Exception {
        assertThat(Vectors.rows(COPY).stream().map(TerseVectorsTest::name))
                .containsAll(ENCODED_OTHERWISE.keySet())
                .containsAll(DECODED_OTHERWISE.keySet())
                .containsAll(SECURITY);
    }

    @TestFactory
    Stream<DynamicTest> rows() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> !SECURITY.contains(name(row)))
                .map(row -> DynamicTest.dynamicTest(name(row), () -> check(row)));
    }

    private static void check(Map<String, Object> row) throws Exception {
        if (Objects.equals(row.get("direction"), "encode")) {
            checkEncode(row);
        } else {
            checkDecode(row);
        }
    }

    private static void checkEncode(Map<String, Object> row) throws Exception {
        String other = ENCODED_OTHERWISE.get(name(row));
        boolean quirk = Objects.equals(row.get("compat"), "quirk");
        if (other != null) {
            assertThat(text(frame(message(input(row))))).isEqualTo(other);
        } else if (name(row).equals("enc-call-int-huge")) {
            String digits = String.valueOf(((Map<?, ?>) Objects.requireNonNull(
                            ((Map<?, ?>) Objects.requireNonNull(input(row).get("params"))).get("a")))
                    .get("$int"));
            assertThat(text(frame(message(input(row))))).isEqualTo("m a:" + digits + "\n");
        } else if (quirk && Objects.equals(row.get("quirk"), "T9")) {
            assertThat(text(frame(message(input(row))))).isEqualTo(row.get("frame_text") + "\n");
        } else if (quirk || expected(row).get("outcome").equals("raises")) {
            assertThatThrownBy(() -> frame(message(input(row)))).isInstanceOf(EncodeException.class);
        } else {
            assertThat(HexFormat.of().formatHex(frame(message(input(row))))).isEqualTo(row.get("frame_hex"));
        }
    }

    private static void checkDecode(Map<String, Object> row) throws Exception {
        byte[] stream = Vectors.hex(row.get("frame_hex"));
        List<Map<String, Object>> expected = expectedMessages(row);
        Incoming whole = new Incoming();
        assertThat(whole.feed(stream, 0, stream.length)).isEqualTo(expected);
        Object remainder = expected(row).get("remainder_hex");
        if (remainder != null) {
            assertThat(HexFormat.of().formatHex(stream, whole.start, stream.length))
                    .isEqualTo(remainder);
        }
        if (row.get("splits") instanceof List<?> splits) {
            for (Object split : splits) {
                List<?> numbers = (List<?>) split;
                checkSplit(stream, expected, number(numbers, 0), number(numbers, 1), number(numbers, 2));
            }
        }
        for (int at = 0; at <= stream.length; at++) {
            Incoming cut = new Incoming();
            List<Map<String, Object>> messages = cut.feed(stream, 0, at);
            messages.addAll(cut.feed(stream, cut.start, stream.length));
            assertThat(messages).as("cut at %d", at).isEqualTo(expected);
        }
    }

    private static List<Map<String, Object>> expectedMessages(Map<String, Object> row) {
        List<Map<String, Object>> expected = DECODED_OTHERWISE.get(name(row));
        if (expected != null) {
            return expected;
        }
        // What the seed reads of its own short digits is what they say; T1 is about writing them.
        if (Objects.equals(row.get("compat"), "quirk") && !Objects.equals(row.get("quirk"), "T1")) {
            return name(row).equals("roundtrip-str-backslash")
                    ? List.of(call("m", Map.of("a", "C:\\dir\\new"), 0L))
                    : List.of(FAULT);
        }
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Object message : (List<?>) Objects.requireNonNull(expected(row).get("messages"))) {
            messages.add(summary((Map<?, ?>) message));
        }
        return messages;
    }

    private static void checkSplit(byte[] stream, List<Map<String, Object>> expected, int at, int count, int left)
            throws Exception {
        Incoming cut = new Incoming();
        List<Map<String, Object>> messages = cut.feed(stream, 0, at);
        assertThat(messages).as("cut at %d", at).hasSize(count);
        assertThat(at - cut.start).as("remainder of a cut at %d", at).isEqualTo(left);
        messages.addAll(cut.feed(stream, cut.start, stream.length));
        assertThat(messages).as("cut at %d", at).isEqualTo(expected);
    }

    /** One direction of a connection. */
    private static final class Incoming {
        private final Framing framing = CODEC.newFraming();
        private final Decoder decoder = CODEC.newDecoder();
        private int start;

        List<Map<String, Object>> feed(byte[] stream, int from, int limit) throws Exception {
            List<Map<String, Object>> messages = new ArrayList<>();
            start = from;
            while (framing.split(stream, start, limit)) {
                int length = framing.payloadEnd() - framing.payloadStart();
                if (length > 0) {
                    messages.add(summary(decoder.decode(stream, framing.payloadStart(), length, Binding.plain())));
                }
                start = framing.frameEnd();
            }
            return messages;
        }
    }

    private static Map<String, Object> summary(Map<?, ?> expected) {
        Map<String, Object> summary = new LinkedHashMap<>();
        expected.forEach((key, value) -> {
            if (!key.equals("secinfo")) {
                summary.put((String) key, Vectors.comparable(Vectors.typed(value)));
            }
        });
        return summary;
    }

    /** Says of a message what the vectors say of it: no id is 0, and no details an empty text. */
    private static Map<String, Object> summary(Message message) {
        if (message instanceof Call call) {
            return call(call.method(), Vectors.comparable(call.params().asMap()), id(call.id()));
        }
        if (message instanceof Reply reply) {
            return reply(Vectors.comparable(reply.result()), id(reply.id()));
        }
        if (message instanceof ErrorReply error) {
            assertThat(error.code()).isZero();
            return error(error.message(), error.data() == null ? "" : error.data(), id(error.id()));
        }
        assertThat(message).isInstanceOf(Malformed.class);
        return FAULT;
    }

    private static @Nullable Object id(Id id) {
        return id.isPresent() ? id.value() : (Object) 0L;
    }

    private static Map<String, Object> call(String method, @Nullable Object params, @Nullable Object id) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("kind", "message");
        summary.put("method", method);
        summary.put("params", params);
        summary.put("id", id);
        return summary;
    }

    private static Map<String, Object> reply(@Nullable Object result, @Nullable Object id) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("kind", "reply");
        summary.put("result", result);
        summary.put("id", id);
        return summary;
    }

    private static Map<String, Object> error(String message, Object details, @Nullable Object id) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("kind", "error");
        summary.put("message", message);
        summary.put("details", details);
        summary.put("id", id);
        return summary;
    }

    /** Makes the message of an encoding row; in a call the seed's ids up to 0 are its word for none. */
    private static Message message(Map<String, Object> input) {
        Object value = Vectors.typed(input.get("id"));
        return switch (String.valueOf(input.get("op"))) {
            case "call" ->
                new Call(
                        value instanceof Long number && number <= 0 ? Id.NONE : Id.ofValue(value),
                        (String) Objects.requireNonNull(input.get("method")),
                        params(Vectors.typed(input.get("params"))));
            case "reply" -> new Reply(Id.ofValue(value), Vectors.typed(input.get("result")));
            default ->
                new ErrorReply(
                        Id.ofValue(value),
                        (Long) Objects.requireNonNull(input.get("code")),
                        (String) Objects.requireNonNull(input.get("message")),
                        input.get("data"));
        };
    }

    @SuppressWarnings("unchecked")
    private static Params params(@Nullable Object params) {
        return params instanceof List<?> list
                ? Params.positional(list.toArray())
                : Params.named((Map<String, ?>) Objects.requireNonNull(params));
    }

    private static byte[] frame(Message message) {
        OutputBuffer out = new OutputBuffer(64);
        CODEC.newEncoder(Conversions.standard()).encode(message, out);
        CODEC.newFraming().wrap(out, 0);
        return out.toByteArray();
    }

    private static String name(Map<String, Object> row) {
        return (String) Objects.requireNonNull(row.get("name"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> input(Map<String, Object> row) {
        return (Map<String, Object>) Objects.requireNonNull(row.get("input"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> expected(Map<String, Object> row) {
        return (Map<String, Object>) Objects.requireNonNull(row.get("expected"));
    }

    private static int number(List<?> numbers, int index) {
        return Math.toIntExact((Long) Objects.requireNonNull(numbers.get(index)));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
