package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Arrays;
import java.util.HexFormat;
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

/** What tinyrpc writes, reads and answers, row by row; the tags M1 to M8 are those of the README beside the vectors. */
final class MsgpackVectorsTest {
    private static final URL COPY =
            Objects.requireNonNull(MsgpackVectorsTest.class.getResource("/wire/msgpackrpc.json"));

    private static final MsgpackCodec CODEC = MsgpackCodec.builder().build();

    private static final MsgpackCodec INTEGER_KEYS =
            MsgpackCodec.builder().integerKeys(true).build();

    /** Rows of the seed's encoder that need integers as keys, which the seed itself refuses to read (M5). */
    private static final Set<String> WITH_INTEGER_KEYS = Set.of("enc-req-intkey-map");

    /** Rows of the seed's encoder that are written otherwise here, in hexadecimal digits; null for what is refused. */
    private static final Map<String, @Nullable String> ENCODED_OTHERWISE = encodedOtherwise();

    private static Map<String, @Nullable String> encodedOtherwise() {
        Map<String, @Nullable String> rows = new LinkedHashMap<>();
        // M3, per the column `correct`.
        rows.put("enc-err-invalid-params", "94010192d180a6ae496e76616c696420706172616d73c0");
        // M1, per the column `correct`.
        rows.put("enc-err-id0", "94010092d18300a178c0");
        return rows;
    }

    /** Rows about what is sent to whom, which is the endpoint's business and no codec's. */
    private static final Set<String> OF_THE_ENDPOINT =
            Set.of("enc-resp-oneway", "enc-err-oneway-noid", "enc-err-oneway-with-id", "enc-err-id-none");

    /** Rows of the seed's server that are answered otherwise here: with these digits, or null where nothing is sent. */
    private static final Map<String, @Nullable String> ANSWERED_OTHERWISE = answeredOtherwise();

    private static Map<String, @Nullable String> answeredOtherwise() {
        String invalid = "9401c092d180a8af496e76616c69642072657175657374c0";
        String badParams = "94010192d180a6ae496e76616c696420706172616d73c0";
        Map<String, @Nullable String> rows = new LinkedHashMap<>();
        // M1, M2, M3 and M4, per the column `correct`.
        rows.put("dec-id-0-error", "94010092d18300a4626f6f6dc0");
        rows.put("dec-id-0-unknown", "94010092d180a7b04d6574686f64206e6f7420666f756e64c0");
        rows.put("dec-notify-params-map", null);
        rows.put("dec-notify-params-nil", null);
        rows.put("dec-few-params", badParams);
        rows.put("dec-many-params", badParams);
        rows.put("dec-type-error", badParams);
        rows.put("dec-id-bool", invalid);
        rows.put("dec-type-false", invalid);
        rows.put("dec-type-0.0", invalid);
        // The texts of semantic rows are whatever the exception says.
        rows.put("dec-fail2", "94010192d18300a4626f6f6dc0");
        // A payload is one of any kind here, so it is a reply, and not answered.
        rows.put("dec-type-1-reply", null);
        // A limit is named to whoever passed it: that text in the place of "Parse error".
        String limit = "nesting 501 deep or more is over the limit of 500; nest less, or raise maxDepth";
        rows.put(
                "dec-deep",
                "9401c092d18044d9" + HexFormat.of().toHexDigits((byte) limit.length())
                        + HexFormat.of().formatHex(limit.getBytes(StandardCharsets.US_ASCII)) + "c0");
        // M5: keys become text.
        rows.put("dec-intkey-map", "940101c09181a13102");
        rows.put("dec-binkey-map", "940101c09181a16b02");
        return rows;
    }

    /** What becomes of replies that the seed reads otherwise. */
    private static final Map<String, Message> REPLIES_OTHERWISE = Map.of(
            // M6, per the column `correct`.
            "dec-rep-id-nil", new ErrorReply(Id.NULL, ErrorCodes.PARSE_ERROR, "Parse error", null));

    interface Seed {
        long add(long a, long b);
    }

    private static Dispatcher seed() {
        Dispatcher dispatcher = new Dispatcher().serve(Seed.class, Long::sum);
        dispatcher.add("echo", (params, caller) -> params.asList());
        dispatcher.add("none", (params, caller) -> null);
        dispatcher.add("fail", (params, caller) -> {
            throw new RpcException(ErrorCodes.SERVER_ERROR, "boom");
        });
        dispatcher.add("fail2", (params, caller) -> {
            throw new RpcException(ErrorCodes.SERVER_ERROR, "boom", Map.of("x", 1L));
        });
        return dispatcher;
    }

    @Test
    void everyRowNamedHereIsThere() throws Exception {
        assertThat(Vectors.rows(COPY).stream().map(MsgpackVectorsTest::name))
                .containsAll(ENCODED_OTHERWISE.keySet())
                .containsAll(WITH_INTEGER_KEYS)
                .containsAll(OF_THE_ENDPOINT)
                .containsAll(ANSWERED_OTHERWISE.keySet())
                .containsAll(REPLIES_OTHERWISE.keySet());
    }

    @TestFactory
    Stream<DynamicTest> rows() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> !OF_THE_ENDPOINT.contains(name(row)))
                .map(row -> DynamicTest.dynamicTest(name(row), () -> check(row)));
    }

    /** Each row as a stream, cut at every byte and arriving byte by byte: payloads, or what ended the stream. */
    @TestFactory
    Stream<DynamicTest> cuts() throws Exception {
        return Vectors.rows(COPY).stream()
                .filter(row -> row.get("frame_hex") != null)
                .map(row -> DynamicTest.dynamicTest(name(row), () -> checkCuts(Vectors.hex(row.get("frame_hex")))));
    }

    private static void checkCuts(byte[] stream) {
        List<String> whole = Splits.arriving(CODEC.newFraming(), stream, stream.length);
        if (CODEC.decode(stream) instanceof Malformed) {
            // May be several frames, a part of one, or none that a stream could have.
            assertThat(whole).hasSizeLessThanOrEqualTo(2);
        } else {
            assertThat(whole).containsExactly(HexFormat.of().formatHex(stream));
        }
        List<Integer> places = Splits.places(CODEC.newFraming(), stream, stream.length);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(Splits.places(CODEC.newFraming(), stream, cut, stream.length))
                    .as("cut at byte %d", cut)
                    .isEqualTo(places);
        }
        // A large one would be copied as often as it has bytes.
        byte[] bounded = Arrays.copyOf(stream, Math.min(stream.length, 10_000));
        assertThat(Splits.arriving(CODEC.newFraming(), bounded, Splits.each(bounded)))
                .as("byte by byte")
                .isEqualTo(Splits.arriving(CODEC.newFraming(), bounded, bounded.length));
    }

    private static void check(Map<String, Object> row) throws Exception {
        if (Objects.equals(row.get("direction"), "encode")) {
            checkEncode(row);
        } else if (Objects.equals(input(row).get("op"), "parse_request")) {
            checkAnswer(row);
        } else {
            checkReply(row);
        }
    }

    private static void checkEncode(Map<String, Object> row) {
        String digits = ENCODED_OTHERWISE.containsKey(name(row))
                ? ENCODED_OTHERWISE.get(name(row))
                : (String) row.get("frame_hex");
        Message message = message(input(row));
        MsgpackCodec codec = WITH_INTEGER_KEYS.contains(name(row)) ? INTEGER_KEYS : CODEC;
        if (digits == null) {
            assertThatThrownBy(() -> CODEC.encode(message)).isInstanceOf(EncodeException.class);
        } else if (Objects.equals(row.get("compat"), "semantic")) {
            // The text is whatever the exception says.
            assertThat(digits).startsWith("94010192d18300");
            assertThat(HexFormat.of().formatHex(CODEC.encode(message))).startsWith("94010192d18300");
        } else {
            assertThat(HexFormat.of().formatHex(codec.encode(message))).isEqualTo(digits);
        }
    }

    /** Decodes, dispatches, and encodes the answer. */
    private static void checkAnswer(Map<String, Object> row) throws Exception {
        byte[] payload = Vectors.hex(row.get("frame_hex"));
        if (payload.length == 0) {
            return; // No transport gives a codec an empty payload.
        }
        Message message = CODEC.decode(payload);
        checkRequest(row, message);
        Optional<Message> answer = message instanceof Call call
                ? seed().dispatch(call, Caller.local()).get()
                : message instanceof Malformed malformed && malformed.answerable()
                        ? Optional.of(malformed.toErrorReply())
                        : Optional.empty();
        String digits = ANSWERED_OTHERWISE.containsKey(name(row))
                ? ANSWERED_OTHERWISE.get(name(row))
                : (String) expected(row).get("server_reply_hex");
        assertThat(answer.map(CODEC::encode).map(HexFormat.of()::formatHex)).isEqualTo(Optional.ofNullable(digits));
    }

    private static void checkRequest(Map<String, Object> row, Message message) {
        boolean asTheSeed = Objects.equals(row.get("compat"), "must") && !ANSWERED_OTHERWISE.containsKey(name(row));
        if (!asTheSeed || !Objects.equals(expected(row).get("outcome"), "request")) {
            return;
        }
        Map<?, ?> item = (Map<?, ?>) Objects.requireNonNull(expected(row).get("item"));
        Call call = (Call) message;
        assertThat(call.method()).isEqualTo(item.get("method"));
        assertThat(Vectors.comparable(call.params().asList()))
                .isEqualTo(Vectors.comparable(Vectors.typed(item.get("args"))));
        assertThat(call.id()).isEqualTo(item.get("id") == null ? Id.NONE : Id.ofValue(Vectors.typed(item.get("id"))));
    }

    private static void checkReply(Map<String, Object> row) {
        byte[] payload = Vectors.hex(row.get("frame_hex"));
        if (payload.length == 0) {
            return;
        }
        Message message = CODEC.decode(payload);
        if (REPLIES_OTHERWISE.containsKey(name(row))) {
            assertThat(message).isEqualTo(REPLIES_OTHERWISE.get(name(row)));
            return;
        }
        boolean refused = Objects.equals(expected(row).get("outcome"), "raises")
                || Set.of("M4", "M8").contains(String.valueOf(row.get("quirk")));
        if (refused) {
            assertThat(message).isInstanceOf(Malformed.class);
            return;
        }
        Map<?, ?> item = (Map<?, ?>) Objects.requireNonNull(expected(row).get("item"));
        Id id = Id.ofValue(item.get("id"));
        if (Objects.equals(item.get("kind"), "success")) {
            assertThat(message).isInstanceOf(Reply.class);
            assertThat(((Reply) message).id()).isEqualTo(id);
            assertThat(Vectors.comparable(((Reply) message).result()))
                    .isEqualTo(Vectors.comparable(Vectors.typed(item.get("result"))));
        } else if (item.get("code") instanceof Long code) {
            assertThat(message).isEqualTo(new ErrorReply(id, code, (String) item.get("message"), null));
        } else {
            Object shape = Vectors.typed(item.get("message"));
            assertThat(message)
                    .isEqualTo(new ErrorReply(id, 0, shape instanceof String text ? text : "Unknown error", shape));
        }
    }

    private static Message message(Map<String, Object> input) {
        Object number = Vectors.typed(input.get("id"));
        Id id = number == null ? Id.NONE : Id.ofValue(number);
        return switch (String.valueOf(input.get("op"))) {
            case "request" ->
                new Call(
                        Objects.equals(input.get("one_way"), true) ? Id.NONE : id,
                        (String) Objects.requireNonNull(input.get("method")),
                        params(input));
            case "respond" -> new Reply(id, Vectors.typed(input.get("result")));
            case "error_respond" -> error(id, input.get("error"));
            default ->
                error(
                        number == null ? Id.NULL : id,
                        Map.of(
                                "exception", Objects.requireNonNull(input.get("exception")),
                                "args", List.of(Objects.requireNonNull(input.get("text")))));
        };
    }

    @SuppressWarnings("unchecked")
    private static Params params(Map<String, Object> input) {
        if (input.get("kwargs") instanceof Map<?, ?> named && !named.isEmpty()) {
            return Params.named((Map<String, ?>) named);
        }
        return Vectors.typed(input.get("args")) instanceof List<?> list
                ? Params.positional(list.toArray())
                : Params.absent();
    }

    /** What the seed's exceptions are on the wire: the protocol's own have a code and a text, all others the code of a failed method. */
    private static ErrorReply error(Id id, @Nullable Object error) {
        if (!(error instanceof Map<?, ?> exception)) {
            return new ErrorReply(id, ErrorCodes.SERVER_ERROR, (String) Objects.requireNonNull(error), null);
        }
        List<?> args = (List<?>) Objects.requireNonNull(exception.get("args"));
        String text = args.isEmpty() ? "" : (String) Objects.requireNonNull(args.get(0));
        String kind = String.valueOf(exception.get("exception")).replace("MSGPACKRPC", "");
        return switch (kind) {
            case "ParseError" -> new ErrorReply(id, ErrorCodes.PARSE_ERROR, "Parse error", null);
            case "InvalidRequestError" -> new ErrorReply(id, ErrorCodes.INVALID_REQUEST, "Invalid request", null);
            case "MethodNotFoundError" -> new ErrorReply(id, ErrorCodes.METHOD_NOT_FOUND, "Method not found", null);
            case "InvalidParamsError" -> new ErrorReply(id, ErrorCodes.INVALID_PARAMS, "Invalid params", null);
            case "InternalError" -> new ErrorReply(id, ErrorCodes.INTERNAL_ERROR, "Internal error", null);
            case "MCodeErr" -> new ErrorReply(id, 99, text, null);
            default -> new ErrorReply(id, ErrorCodes.SERVER_ERROR, text, null);
        };
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
}
