package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.tck.Vectors;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What tinyrpc writes, reads and answers in JSON, row by row, lenient and strict; the tags R1 to R14 are those of the README beside the vectors, whose section 1
 * is quickrpc's and section 4 tinyrpc's. Where the two want different things, strict mode is tinyrpc's.
 */
final class TinyrpcVectorsTest {
    private static final URL COPY = Objects.requireNonNull(TinyrpcVectorsTest.class.getResource("/wire/jsonrpc.json"));

    private static final JrpcCodec LENIENT = JrpcCodec.builder().build();
    private static final JrpcCodec STRICT = JrpcCodec.builder().strict(true).build();

    private static final String INVALID = error("null", -32600, "Invalid Request");

    /** Rows about what is sent to whom, which is the endpoint's business and no codec's; R1 among them. */
    private static final Set<String> OF_THE_ENDPOINT = Set.of(
            "enc-resp-id-none", "enc-resp-oneway", "enc-err-oneway-noid", "enc-err-oneway-with-id", "enc-err-id-none");

    /** Rows whose message cannot be made here, since the model has no such: params of both kinds, a batch of nothing. */
    private static final Set<String> OF_THE_MODEL = Set.of("enc-req-both", "enc-batch-empty");

    /** Rows of the seed's encoder that are refused here, per the column `correct` of J1 and R2. */
    private static final Set<String> REFUSED = Set.of(
            "enc-req-nonfinite-nan",
            "enc-req-nonfinite-inf",
            "enc-req-nonfinite-neg-inf",
            "enc-resp-nan",
            "enc-resp-object");

    /** Rows with bytes, for which tinyrpc's JSON has no word, and quickrpc's has (section 1). */
    private static final Map<String, String> BYTES = Map.of(
            "enc-req-bytes-empty", "\"params\":[{\"__bytes\":\"\"}]",
            "enc-req-bytes-nul", "\"params\":[{\"__bytes\":\"AA==\"}]",
            "enc-req-bytes-all", "\"params\":[{\"__bytes\":\"AAECAwQF",
            "enc-req-bytes-ff", "\"params\":[{\"__bytes\":\"/w==\"}]",
            "enc-req-bytes-text", "\"params\":[{\"__bytes\":\"MDEyMzQ1Njc4OQ==\"}]",
            "enc-req-bytes-two", "\"params\":[{\"__bytes\":\"AQI=\"}]",
            "enc-req-bytes-ff-fe", "\"params\":[{\"__bytes\":\"+//+\"}]",
            "enc-req-cont-bytes-in-list", "\"params\":[[{\"__bytes\":\"eA==\"},[{\"__bytes\":\"\"}]]]",
            "enc-req-cont-bytes-in-map", "\"params\":[{\"k\":{\"b\":{\"__bytes\":\"AP8=\"}}}]",
            "enc-resp-bytes", "\"result\":{\"__bytes\":\"eA==\"}");

    /** Data that is false, empty or 0, which the seed drops; per the column `correct` of R3 it is sent. */
    private static final Map<String, String> DATA_SENT =
            Map.of("enc-err-data-falsy", "\"data\":0", "enc-err-two-args-falsy", "\"data\":[]");

    /** Rows of the seed's server that are answered otherwise here, in either mode: with this JSON, or null where nothing is sent. */
    private static final Map<String, @Nullable String> ANSWERED_OTHERWISE = answeredOtherwise();

    /** The same in lenient mode alone. */
    private static final Map<String, @Nullable String> LENIENTLY_OTHERWISE = Map.of(
            // Section 1: text after the object is passed over (J8).
            "dec-trailing", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
            // Section 1: unknown keys are ignored.
            "dec-extra-key", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}",
            // Section 1: ids stay as they were received, and are given back so.
            "dec-id-bool", "{\"jsonrpc\":\"2.0\",\"id\":true,\"result\":3}");

    /** The same in strict mode alone. */
    private static final Map<String, @Nullable String> STRICTLY_OTHERWISE = Map.of(
            // The specification has no null there: params are structured (section 4.2).
            "dec-req-params-null", error("1", -32602, "Invalid params"));

    private static Map<String, @Nullable String> answeredOtherwise() {
        Map<String, @Nullable String> rows = new LinkedHashMap<>();
        // R2, R4, R5, R6 and R8, and J1, per the column `correct`.
        rows.put("dec-unserializable", error("1", -32000, "Server error"));
        rows.put("dec-id-null", "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":3}");
        rows.put("dec-id-list", INVALID);
        rows.put("dec-id-object", INVALID);
        rows.put("dec-id-bool", INVALID);
        rows.put("dec-params-bad-notify", null);
        rows.put("dec-bad-utf8", error("null", -32700, "Parse error"));
        rows.put("dec-nan", error("null", -32700, "Parse error"));
        // R9, per the column `correct`: an error for each bad item, among the answers to the others.
        rows.put("dec-batch-number", "[" + INVALID + "]");
        rows.put("dec-batch-123", "[" + INVALID + "," + INVALID + "," + INVALID + "]");
        rows.put("dec-batch-empty-object", "[" + INVALID + "]");
        rows.put(
                "dec-batch-mixed-bad",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}," + INVALID
                        + ",{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}]");
        rows.put("dec-batch-bad-params", "[" + error("7", -32602, "Invalid params") + "]");
        rows.put("dec-batch-nested", "[" + INVALID + "]");
        // R7 and R9, per the column `correct`.
        rows.put("dec-no-method", error("1", -32600, "Invalid Request"));
        rows.put("dec-batch-no-method", "[" + error("6", -32600, "Invalid Request") + "]");
        // A limit is named to whoever passed it.
        rows.put(
                "dec-deep",
                error(
                        "null",
                        -32700,
                        "nesting 501 deep or more is over the limit of 500; nest less, or raise maxDepth"));
        // An argument that does not fit its declared type is no error in the method here.
        rows.put("dec-type-error-inside", error("1", -32602, "Invalid params"));
        return rows;
    }

    /** What becomes of replies that are read otherwise here than by the seed, in either mode. */
    private static final Map<String, @Nullable Message> REPLIES_OTHERWISE = repliesOtherwise();

    /** The same in lenient mode alone; null for what is refused. */
    private static final Map<String, @Nullable Message> LENIENT_REPLIES = lenientReplies();

    private static Map<String, @Nullable Message> repliesOtherwise() {
        Map<String, @Nullable Message> rows = new LinkedHashMap<>();
        // R10, R12 and R13, per the column `correct`.
        for (String refused : List.of(
                "dec-rep-no-result",
                "dec-rep-id-float-equal",
                "dec-rep-id-true",
                "dec-rep-error-string",
                "dec-rep-error-nocode",
                "dec-rep-error-nomessage")) {
            rows.put(refused, null);
        }
        // R11, per the column `correct`.
        rows.put("dec-rep-error-null-id", new ErrorReply(Id.NULL, ErrorCodes.PARSE_ERROR, "Parse error", null));
        // Which ids are waited for the endpoint knows, and no codec.
        rows.put("dec-rep-unknown-id", new Reply(Id.of(2), 3L));
        rows.put("dec-rep-id-type", new Reply(Id.of("1"), 3L));
        return rows;
    }

    private static Map<String, @Nullable Message> lenientReplies() {
        Map<String, @Nullable Message> rows = new LinkedHashMap<>();
        // Section 1: the result counts before the error; a reply without id is dropped by the endpoint; and an error
        // has defaults.
        rows.put("dec-rep-both", new Reply(Id.of(1), 1L));
        rows.put("dec-rep-both-null-error", new Reply(Id.of(1), 1L));
        rows.put("dec-rep-no-id", new Reply(Id.NONE, 3L));
        rows.put("dec-rep-error-nocode", new ErrorReply(Id.of(1), 0, "m", null));
        rows.put("dec-rep-error-nomessage", new ErrorReply(Id.of(1), 1, "Unknown error", null));
        // Section 1: unknown keys are ignored.
        rows.put("dec-rep-extra-key", new Reply(Id.of(1), 3L));
        return rows;
    }

    interface Seed {
        long add(long a, long b);
    }

    private static Dispatcher seed() {
        Dispatcher dispatcher = new Dispatcher().serve(Seed.class, Long::sum);
        dispatcher.add("echo", (params, caller) -> params.asList());
        dispatcher.add("none", (params, caller) -> null);
        dispatcher.add("fail", (params, caller) -> {
            throw new RpcException(
                    ErrorCodes.SERVER_ERROR, params.size() == 0 ? "boom" : String.valueOf(params.value(0)));
        });
        dispatcher.add("fail2", (params, caller) -> {
            throw new RpcException(ErrorCodes.SERVER_ERROR, "boom", Map.of("x", 1L));
        });
        dispatcher.add("failcode", (params, caller) -> {
            throw new RpcException(99, "custom", List.of(1L));
        });
        dispatcher.add("unserializable", (params, caller) -> new Object());
        return dispatcher;
    }

    @Test
    void everyRowNamedHereIsThere() throws Exception {
        assertThat(Vectors.rows(COPY).stream().map(TinyrpcVectorsTest::name))
                .containsAll(OF_THE_ENDPOINT)
                .containsAll(OF_THE_MODEL)
                .containsAll(REFUSED)
                .containsAll(BYTES.keySet())
                .containsAll(DATA_SENT.keySet())
                .containsAll(ANSWERED_OTHERWISE.keySet())
                .containsAll(LENIENTLY_OTHERWISE.keySet())
                .containsAll(STRICTLY_OTHERWISE.keySet())
                .containsAll(REPLIES_OTHERWISE.keySet())
                .containsAll(LENIENT_REPLIES.keySet());
    }

    @TestFactory
    Stream<DynamicTest> rows() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> !OF_THE_ENDPOINT.contains(name(row)))
                .flatMap(row -> Stream.of(
                        DynamicTest.dynamicTest(name(row), () -> check(row, LENIENT)),
                        DynamicTest.dynamicTest(name(row) + ", strict", () -> check(row, STRICT))));
    }

    /** Each frame and another behind it, cut in two at every byte and arriving byte by byte. */
    @TestFactory
    Stream<DynamicTest> cuts() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> Vectors.hex(row.get("frame_hex")).length > 0)
                .map(row -> DynamicTest.dynamicTest(name(row), () -> checkCuts(Vectors.hex(row.get("frame_hex")))));
    }

    private static void checkCuts(byte[] payload) throws Exception {
        byte[] next = "{\"jsonrpc\":\"2.0\",\"method\":\"next\"}".getBytes(StandardCharsets.UTF_8);
        for (JrpcCodec codec : List.of(LENIENT, JrpcCodec.builder().headers().build())) {
            assertThat(Splits.of(codec, Splits.framed(codec, payload, next)))
                    .containsExactly(text(payload), text(next));
        }
        // Whatever that one takes what is no JSON for, it takes it for the same wherever it is cut.
        byte[] together =
                (text(next) + new String(payload, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Splits.of(JrpcCodec.builder().concatenated().build(), together))
                .startsWith(text(next));
    }

    private static void check(Map<String, Object> row, JrpcCodec codec) throws Exception {
        if (Objects.equals(row.get("direction"), "encode")) {
            checkEncode(row, codec);
        } else if (Objects.equals(input(row).get("op"), "parse_request")) {
            checkAnswer(row, codec);
        } else {
            checkReply(row, codec);
        }
    }

    private static void checkEncode(Map<String, Object> row, JrpcCodec codec) throws Exception {
        String name = name(row);
        if (OF_THE_MODEL.contains(name)) {
            assertThatThrownBy(() -> message(row)).isInstanceOf(IllegalArgumentException.class);
        } else if (REFUSED.contains(name)) {
            assertThatThrownBy(() -> codec.encode(message(row))).isInstanceOf(EncodeException.class);
        } else if (BYTES.containsKey(name)) {
            assertThat(text(codec.encode(message(row)))).contains(BYTES.get(name));
        } else if (DATA_SENT.containsKey(name)) {
            assertThat(text(codec.encode(message(row)))).contains(DATA_SENT.get(name));
        } else {
            assertThat(Vectors.parse(codec.encode(message(row))))
                    .isEqualTo(Vectors.parse(Vectors.hex(row.get("frame_hex"))));
        }
    }

    /** Decodes, dispatches, encodes the answer, and compares its values with those of the seed's. */
    private static void checkAnswer(Map<String, Object> row, JrpcCodec codec) throws Exception {
        byte[] payload = Vectors.hex(row.get("frame_hex"));
        if (payload.length == 0) {
            return; // No framing gives a codec an empty payload.
        }
        Message message = codec.decode(payload);
        checkRequest(row, message);
        Map<String, @Nullable String> own = codec == STRICT ? STRICTLY_OTHERWISE : LENIENTLY_OTHERWISE;
        String expected = own.containsKey(name(row))
                ? own.get(name(row))
                : ANSWERED_OTHERWISE.containsKey(name(row))
                        ? ANSWERED_OTHERWISE.get(name(row))
                        : text(Vectors.hex(expected(row).get("server_reply_hex")));
        Optional<Message> answer = answer(message);
        if (expected == null || expected.isEmpty()) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(parsed(codec, answer.orElseThrow()))
                    .isEqualTo(Vectors.parse(expected.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static @Nullable Object parsed(JrpcCodec codec, Message answer) throws Exception {
        try {
            return Vectors.parse(codec.encode(answer));
        } catch (EncodeException e) {
            // What the endpoint does with a result that cannot be sent.
            return Vectors.parse(
                    codec.encode(new ErrorReply(((Reply) answer).id(), ErrorCodes.SERVER_ERROR, "Server error", null)));
        }
    }

    private static Optional<Message> answer(Message message) throws Exception {
        if (message instanceof Batch batch) {
            List<Message> answers = new ArrayList<>();
            for (Message item : batch.messages()) {
                answer(item).ifPresent(answers::add);
            }
            return answers.isEmpty() ? Optional.empty() : Optional.of(new Batch(answers));
        }
        if (message instanceof Call call) {
            return seed().dispatch(call, Caller.local()).get().map(TinyrpcVectorsTest::withoutOurData);
        }
        return message instanceof Malformed malformed && malformed.mayBeAnswered()
                ? Optional.of(malformed.toErrorReply())
                : Optional.empty();
    }

    /** The dispatcher says in an error's data what it is about, which the seed does not. */
    private static Message withoutOurData(Message answer) {
        return answer instanceof ErrorReply error
                        && (error.code() == ErrorCodes.INVALID_PARAMS || error.code() == ErrorCodes.METHOD_NOT_FOUND)
                ? new ErrorReply(error.id(), error.code(), error.message(), null)
                : answer;
    }

    private static void checkRequest(Map<String, Object> row, Message message) {
        boolean asTheSeed = Objects.equals(row.get("compat"), "must")
                && !ANSWERED_OTHERWISE.containsKey(name(row))
                && message instanceof Call;
        if (!asTheSeed || !Objects.equals(expected(row).get("outcome"), "request")) {
            return;
        }
        Map<?, ?> item = (Map<?, ?>) Objects.requireNonNull(expected(row).get("item"));
        Call call = (Call) message;
        assertThat(call.method()).isEqualTo(item.get("method"));
        Params params = call.params();
        assertThat(params.isNamed() ? List.of() : Vectors.comparable(params.asList()))
                .isEqualTo(Vectors.comparable(Vectors.typed(item.get("args"))));
        assertThat(Vectors.comparable(params.asMap())).isEqualTo(Vectors.comparable(Vectors.typed(item.get("kwargs"))));
        assertThat(call.id())
                .isEqualTo(
                        item.get("id") == null
                                ? Id.NONE
                                : Id.ofValue(Objects.requireNonNull(Vectors.typed(item.get("id")))));
    }

    private static void checkReply(Map<String, Object> row, JrpcCodec codec) {
        byte[] payload = Vectors.hex(row.get("frame_hex"));
        if (payload.length == 0) {
            return;
        }
        Message message = codec.decode(payload);
        if (codec == LENIENT && LENIENT_REPLIES.containsKey(name(row))) {
            assertThat(message).isEqualTo(LENIENT_REPLIES.get(name(row)));
        } else if (REPLIES_OTHERWISE.containsKey(name(row))) {
            checkItem(REPLIES_OTHERWISE.get(name(row)), message);
        } else if (Objects.equals(expected(row).get("outcome"), "batch")) {
            List<?> items = (List<?>) Objects.requireNonNull(expected(row).get("items"));
            List<Message> messages = ((Batch) message).messages();
            assertThat(messages).hasSameSizeAs(items);
            for (int i = 0; i < items.size(); i++) {
                Map<?, ?> item = (Map<?, ?>) items.get(i);
                // An id that nobody waits for is the endpoint's business.
                if (!"UnexpectedIDError".equals(item.get("type"))) {
                    checkItem(reply(item), messages.get(i));
                }
            }
        } else {
            checkItem(expected(row).get("item") instanceof Map<?, ?> item ? reply(item) : null, message);
        }
    }

    private static void checkItem(@Nullable Message expected, Message message) {
        if (expected == null) {
            assertThat(message).isInstanceOf(Malformed.class);
        } else {
            assertThat(message).isEqualTo(expected);
        }
    }

    /** Returns the reply that a row describes; null for one that is refused. */
    private static @Nullable Message reply(Map<?, ?> item) {
        if (Objects.equals(item.get("kind"), "success")) {
            return new Reply(Id.ofValue(item.get("id")), Vectors.typed(item.get("result")));
        }
        return Objects.equals(item.get("kind"), "error")
                ? new ErrorReply(
                        Id.ofValue(item.get("id")),
                        (Long) Objects.requireNonNull(item.get("code")),
                        (String) Objects.requireNonNull(item.get("message")),
                        Vectors.typed(item.get("data")))
                : null;
    }

    /** Makes the message of an encoding row. */
    private static Message message(Map<String, Object> row) throws Exception {
        Map<String, Object> input = input(row);
        Object number = Vectors.typed(input.get("id"));
        Id id = number == null ? Id.NULL : Id.ofValue(number);
        return switch (String.valueOf(input.get("op"))) {
            case "request" ->
                call(
                        (String) Objects.requireNonNull(input.get("method")),
                        input.get("args"),
                        input.get("kwargs"),
                        Objects.equals(input.get("one_way"), true) || number == null ? Id.NONE : id);
            case "batch_request" -> batch((List<?>) Objects.requireNonNull(input.get("calls")));
            case "respond" -> new Reply(id, Vectors.typed(input.get("result")));
            case "error_respond" -> error(row, id, input.get("error"));
            default -> error(row, id, input);
        };
    }

    private static Batch batch(List<?> calls) {
        List<Message> messages = new ArrayList<>();
        long ids = 0;
        for (Object entry : calls) {
            List<?> call = (List<?>) entry;
            boolean notification = call.size() > 3;
            messages.add(call(
                    (String) call.get(0),
                    call.size() > 1 ? call.get(1) : null,
                    call.size() > 2 ? call.get(2) : null,
                    notification ? Id.NONE : Id.of(++ids)));
        }
        return new Batch(messages);
    }

    /** Arguments that are none are absent ones: the seed tells no empty list from nothing. */
    @SuppressWarnings("unchecked") // the file has maps there, whose keys are text
    private static Call call(String method, @Nullable Object args, @Nullable Object kwargs, Id id) {
        List<?> positional = args == null ? List.of() : (List<?>) Objects.requireNonNull(Vectors.typed(args));
        Map<String, ?> named = kwargs == null ? Map.of() : (Map<String, ?>) kwargs;
        if (!named.isEmpty() && !positional.isEmpty()) {
            throw new IllegalArgumentException("params are named or positional, never both");
        }
        Params params = named.isEmpty()
                ? positional.isEmpty() ? Params.absent() : Params.positional(positional.toArray())
                : Params.named(named);
        return new Call(id, method, params);
    }

    /** What the seed's exceptions are on the wire; the texts and data that Python makes of them are taken from its frame. */
    private static ErrorReply error(Map<String, Object> row, Id id, @Nullable Object error) throws Exception {
        Map<?, ?> frame = (Map<?, ?>) Objects.requireNonNull(Vectors.parse(Vectors.hex(row.get("frame_hex"))));
        Map<?, ?> written = (Map<?, ?>) Objects.requireNonNull(frame.get("error"));
        String kind = error instanceof Map<?, ?> map ? String.valueOf(map.get("exception")) : "";
        long code = switch (kind.replace("JSONRPC", "")) {
            case "ParseError" -> ErrorCodes.PARSE_ERROR;
            case "InvalidRequestError" -> ErrorCodes.INVALID_REQUEST;
            case "MethodNotFoundError" -> ErrorCodes.METHOD_NOT_FOUND;
            case "InvalidParamsError" -> ErrorCodes.INVALID_PARAMS;
            case "InternalError" -> ErrorCodes.INTERNAL_ERROR;
            case "CodeErr" -> 99;
            default -> ErrorCodes.SERVER_ERROR;
        };
        Object data = name(row).equals("enc-err-data-falsy")
                ? 0L
                : name(row).equals("enc-err-two-args-falsy") ? List.of() : written.get("data");
        return new ErrorReply(id, code, (String) Objects.requireNonNull(written.get("message")), data);
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static String name(Map<String, Object> row) {
        return (String) Objects.requireNonNull(row.get("name"));
    }

    @SuppressWarnings("unchecked") // the file has maps there, whose keys are text
    private static Map<String, Object> input(Map<String, Object> row) {
        return (Map<String, Object>) Objects.requireNonNull(row.get("input"));
    }

    @SuppressWarnings("unchecked") // the file has maps there, whose keys are text
    private static Map<String, Object> expected(Map<String, Object> row) {
        return (Map<String, Object>) Objects.requireNonNull(row.get("expected"));
    }
}
