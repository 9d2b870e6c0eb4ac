package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.tck.Vectors;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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

/** What quickrpc writes and reads, row by row; the tags J1 to J15 are those of the README beside the vectors. */
final class JrpcVectorsTest {
    private static final URL COPY = Objects.requireNonNull(JrpcVectorsTest.class.getResource("/wire/jrpc.json"));

    /** A decode error, whatever its text. */
    private static final Map<String, Object> FAULT = Map.of("kind", "decode_error");

    private static final Map<String, Object> ADD = call("add", new LinkedHashMap<>(Map.of("a", 1L, "b", 2L)), 1L);
    private static final Map<String, Object> SAY = call("say", Map.of("text", "hi é"), 0L);

    // Rows that need the endpoint's pipeline, which hands headers to a security provider; tested with the whole
    // endpoint.
    // A codec alone sees two notifications or replies more than the row does.
    private static final Set<String> SECURITY_WITHOUT_PROVIDER =
            Set.of("dec-sec-nosec", "dec-sec-double-header-nosec", "dec-sec-nosec-split-header");
    private static final List<String> SECURITY = List.of(
            "enc-sec-user-bob-call",
            "enc-sec-user-bob-notify",
            "enc-sec-user-bob-reply",
            "enc-sec-user-bob-error",
            "enc-sec-b64-call",
            "enc-sec-b64-notify",
            "enc-sec-b64-reply",
            "enc-sec-b64-error",
            "enc-sec-empty-call",
            "enc-sec-empty-notify",
            "enc-sec-empty-reply",
            "enc-sec-empty-error",
            "enc-delim-in-secinfo-only",
            "dec-sec-call",
            "dec-sec-reply",
            "dec-sec-b64",
            "dec-sec-b64-garbage",
            "dec-sec-dangling-header",
            "dec-sec-dangling-header-partial",
            "dec-sec-header-no-delim",
            "dec-sec-refuse",
            "dec-sec-unsecured-passes",
            "dec-sec-empty-params",
            "dec-sec-no-params",
            "dec-sec-null-params",
            "dec-sec-with-id",
            "dec-sec-list-params",
            "dec-sec-double-header",
            "dec-sec-empty-between",
            "dec-sec-dangling-empty",
            "dec-sec-malformed-payload");

    /** Rows of the seed's encoder that the message model here meets otherwise. */
    private static final Map<String, String> ENCODED_OTHERWISE = Map.of(
            "enc-call-set", "a Set is a Collection in Java, and written as a list",
            "enc-call-params-null", "params are named, positional or absent, and absent ones are not written",
            "enc-call-empty-method", "a Call names a method");

    /**
     * Rows of the seed's decoder that are read otherwise here: what `correct` says, or what the message model has for
     * it.
     */
    private static final Map<String, List<Map<String, Object>>> DECODED_OTHERWISE = decodedOtherwise();

    private static Map<String, List<Map<String, Object>>> decodedOtherwise() {
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        // The model: null params are absent ones, and one that is neither a list nor a map is the only positional
        // argument.
        rows.put("dec-params-null", List.of(call("m", Map.of(), 0L)));
        rows.put("dec-params-scalar", List.of(call("m", List.of(5L), 0L)));
        rows.put("dec-params-string", List.of(call("m", List.of("abc"), 0L)));
        rows.put("dec-params-bytes", List.of(call("m", List.of("$bytes 0102"), 0L)));
        // Batches are JSON-RPC 2.0, which the seed has not.
        rows.put("dec-batch-array", List.of(Map.of("kind", "batch", "messages", List.of(ADD))));
        // Ids come back exactly as they were sent, and ours may be strings: "5" is not 5, and "abc" no fault of the
        // codec's.
        // The endpoint drops a reply whose id it has not given out.
        rows.put("dec-reply-id-strint", List.of(reply(1L, "5")));
        rows.put("dec-reply-id-str", List.of(reply(1L, "abc")));
        // Quirks, per their `correct` column.
        for (String fault : List.of(
                "dec-method-number",
                "dec-method-null",
                "dec-reply-id-float",
                "dec-reply-id-null",
                "dec-error-null",
                "dec-error-string",
                "dec-nan",
                "dec-bytes-nonalphabet",
                "dec-bytes-badpadding",
                "dec-bytes-number",
                "dec-bytes-urlsafe",
                "dec-deep-3000")) {
            rows.put(fault, List.of(FAULT));
        }
        rows.put(
                "dec-error-id-null",
                List.of(Map.of(
                        "kind", "error_reply", "message", "Parse error", "details", "", "code", -32700L, "id", 0L)));
        rows.put("dec-leading-space", List.of(ADD));
        rows.put("dec-leading-newline", List.of(ADD));
        rows.put("dec-trailing-garbage", List.of(ADD));
        rows.put("dec-trailing-second-object", List.of(ADD));
        rows.put("dec-bytes-extra-keys", List.of(call("m", Map.of("a", Map.of("__bytes", "AQI=", "other", 1L)), 0L)));
        rows.put("dec-raise-loses-others", List.of(ADD, FAULT, SAY));
        return rows;
    }

    @Test
    void theRowsLeftToTheEndpointAreThoseWithASecurityProvider() throws Exception {
        assertThat(Vectors.rows(COPY).stream()
                        .filter(row -> input(row).containsKey("security"))
                        .map(row -> row.get("name")))
                .containsExactlyInAnyOrderElementsOf(SECURITY);
    }

    @Test
    void everyRowNamedHereIsThere() throws Exception {
        assertThat(Vectors.rows(COPY).stream().map(row -> (String) Objects.requireNonNull(row.get("name"))))
                .containsAll(ENCODED_OTHERWISE.keySet())
                .containsAll(DECODED_OTHERWISE.keySet())
                .containsAll(SECURITY_WITHOUT_PROVIDER);
    }

    @TestFactory
    Stream<DynamicTest> rows() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> !SECURITY.contains(name(row)) && !SECURITY_WITHOUT_PROVIDER.contains(name(row)))
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
        JrpcCodec codec = codec(row);
        if (ENCODED_OTHERWISE.containsKey(name(row))) {
            checkEncodedOtherwise(name(row), row, codec);
            return;
        }
        boolean refused = !name(row).equals("enc-delim-space") // J4: compact JSON has no blanks to collide with
                && (expected(row).get("outcome").equals("raises") || Objects.equals(row.get("compat"), "quirk"));
        if (refused) {
            assertThatThrownBy(() -> frame(codec, message(input(row)))).isInstanceOf(EncodeException.class);
            return;
        }
        byte[] frame = frame(codec, message(input(row)));
        byte[] delimiter = Vectors.hex(input(row).get("delimiter_hex"));
        assertThat(Arrays.copyOfRange(frame, frame.length - delimiter.length, frame.length))
                .isEqualTo(delimiter);
        byte[] seeds = Vectors.hex(row.get("frame_hex"));
        if (seeds.length > 0) {
            assertThat(Vectors.parse(frame)).isEqualTo(Vectors.parse(seeds));
        }
    }

    private static void checkEncodedOtherwise(String name, Map<String, Object> row, JrpcCodec codec) throws Exception {
        switch (name) {
            case "enc-call-set" ->
                assertThat(text(frame(codec, message(input(row)))))
                        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":[1]}}\0");
            case "enc-call-params-null" ->
                assertThat(text(frame(codec, message(input(row)))))
                        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}\0");
            default -> assertThatThrownBy(() -> message(input(row))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void checkDecode(Map<String, Object> row) throws Exception {
        byte[] stream = Vectors.hex(row.get("frame_hex"));
        List<Map<String, Object>> expected = DECODED_OTHERWISE.get(name(row));
        if (expected == null) {
            expected = new ArrayList<>();
            for (Object message : (List<?>) Objects.requireNonNull(expected(row).get("messages"))) {
                expected.add(summary((Map<?, ?>) message));
            }
        }
        Incoming whole = new Incoming(codec(row));
        assertThat(whole.feed(stream, 0, stream.length)).isEqualTo(expected);
        Object remainder = expected(row).get("remainder_hex");
        if (remainder != null) {
            assertThat(HexFormat.of().formatHex(stream, whole.start, stream.length))
                    .isEqualTo(remainder);
        }
        if (row.get("splits") instanceof List<?> splits) {
            for (Object split : splits) {
                List<?> numbers = (List<?>) split;
                checkSplit(row, stream, expected, (int) number(numbers, 0), (int) number(numbers, 1), (int)
                        number(numbers, 2));
            }
        }
        for (int at = 0; at <= stream.length; at++) {
            Incoming cut = new Incoming(codec(row));
            List<Map<String, Object>> messages = cut.feed(stream, 0, at);
            messages.addAll(cut.feed(stream, cut.start, stream.length));
            assertThat(messages).as("cut at %d", at).isEqualTo(expected);
        }
    }

    private static void checkSplit(
            Map<String, Object> row, byte[] stream, List<Map<String, Object>> expected, int at, int count, int left)
            throws Exception {
        Incoming cut = new Incoming(codec(row));
        List<Map<String, Object>> messages = cut.feed(stream, 0, at);
        assertThat(messages).as("cut at %d", at).hasSize(count);
        assertThat(at - cut.start).as("remainder of a cut at %d", at).isEqualTo(left);
        messages.addAll(cut.feed(stream, cut.start, stream.length));
        assertThat(messages).as("cut at %d", at).isEqualTo(expected);
    }

    /** One direction of a connection. */
    private static final class Incoming {
        private final Framing framing;
        private final Decoder decoder;
        private int start;

        Incoming(JrpcCodec codec) {
            framing = codec.newFraming();
            decoder = codec.newDecoder();
        }

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
        if (Objects.equals(expected.get("kind"), "decode_error")) {
            return FAULT;
        }
        expected.forEach((key, value) -> {
            if (!key.equals("secinfo")) {
                summary.put((String) key, Vectors.comparable(Vectors.typed(value)));
            }
        });
        return summary;
    }

    /** Says of a message what the vectors say of it: no id is 0, and no data an empty text. */
    private static Map<String, Object> summary(Message message) {
        if (message instanceof Call call) {
            Params params = call.params();
            Object arguments = params.isNamed() || params.isAbsent() ? params.asMap() : params.asList();
            return call(call.method(), Vectors.comparable(arguments), id(call.id()));
        }
        if (message instanceof Reply reply) {
            return reply(Vectors.comparable(reply.result()), id(reply.id()));
        }
        if (message instanceof ErrorReply error) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("kind", "error_reply");
            summary.put("message", error.message());
            summary.put("details", error.data() == null ? "" : Vectors.comparable(error.data()));
            summary.put("code", error.code());
            summary.put("id", error.id().equals(Id.NULL) ? 0L : id(error.id()));
            return summary;
        }
        if (message instanceof Batch batch) {
            return Map.of(
                    "kind",
                    "batch",
                    "messages",
                    batch.messages().stream().map(JrpcVectorsTest::summary).toList());
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

    /** Makes the message of an encoding row; the seed's ids 0 and null are its word for none. */
    private static Message message(Map<String, Object> input) {
        Object value = Vectors.typed(input.get("id"));
        Id id = value == null || value.equals(0L) ? Id.NONE : Id.ofValue(value);
        return switch (String.valueOf(input.get("op"))) {
            case "call" ->
                new Call(
                        id,
                        (String) Objects.requireNonNull(input.get("method")),
                        params(Vectors.typed(input.get("params"))));
            case "reply" -> new Reply(id, Vectors.typed(input.get("result")));
            default ->
                new ErrorReply(
                        id,
                        (Long) Objects.requireNonNull(input.get("code")),
                        (String) Objects.requireNonNull(input.get("message")),
                        input.get("data"));
        };
    }

    @SuppressWarnings("unchecked")
    private static Params params(@Nullable Object params) {
        if (params == null) {
            return Params.absent();
        }
        return params instanceof List<?> list
                ? Params.positional(list.toArray())
                : Params.named((Map<String, ?>) params);
    }

    private static byte[] frame(JrpcCodec codec, Message message) {
        OutputBuffer out = new OutputBuffer(64);
        codec.newEncoder(Conversions.standard()).encode(message, out);
        codec.newFraming().wrap(out, 0);
        return out.toByteArray();
    }

    private static JrpcCodec codec(Map<String, Object> row) {
        return JrpcCodec.builder()
                .delimiter(Vectors.hex(input(row).get("delimiter_hex")))
                .build();
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

    private static long number(List<?> numbers, int index) {
        return (Long) Objects.requireNonNull(numbers.get(index));
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }
}
