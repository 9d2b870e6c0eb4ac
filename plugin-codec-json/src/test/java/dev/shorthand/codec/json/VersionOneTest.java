package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Expression;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON-RPC 1.0, by the sections of its specification. */
final class VersionOneTest {
    private static final Codec ONE = codec("jrpc?version=1");
    private static final Codec STRICT = codec("jrpc?version=1&strict=true");

    @Test
    void theConversationsOfSection2AreReadAndWritten() {
        both(
                "{\"id\":1,\"method\":\"echo\",\"params\":[\"Hello JSON-RPC\"]}",
                new Call(Id.of(1), "echo", Params.positional("Hello JSON-RPC")));
        both("{\"id\":1,\"result\":\"Hello JSON-RPC\",\"error\":null}", new Reply(Id.of(1), "Hello JSON-RPC"));
        both(
                "{\"id\":99,\"method\":\"postMessage\",\"params\":[\"Hello all!\"]}",
                new Call(Id.of(99), "postMessage", Params.positional("Hello all!")));
        both("{\"id\":99,\"result\":1,\"error\":null}", new Reply(Id.of(99), 1L));
        both(
                "{\"id\":null,\"method\":\"handleMessage\",\"params\":[\"user1\",\"we were just talking\"]}",
                Call.notification("handleMessage", Params.positional("user1", "we were just talking")));
        // As the specification has it, the keys in its order.
        reads(
                ONE,
                "{ \"method\": \"userLeft\", \"params\": [\"user3\"], \"id\": null}",
                Call.notification("userLeft", Params.positional("user3")));
        reads(STRICT, "{ \"result\": 1, \"error\": null, \"id\": 101}", new Reply(Id.of(101), 1L));
    }

    @Test
    void repliesHaveResultAndErrorOneOfThemNull() {
        both("{\"id\":\"a7\",\"result\":null,\"error\":null}", new Reply(Id.of("a7"), null));
        both(
                "{\"id\":7,\"result\":null,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}",
                new ErrorReply(Id.of(7), -32601, "Method not found", null));
        both(
                "{\"id\":null,\"result\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\",\"data\":[1]}}",
                new ErrorReply(Id.NULL, -32700, "Parse error", List.of(1L)));
    }

    @Test
    void absentParamsAreAnEmptyList() {
        assertThat(text(ONE, new Call(Id.of(1), "stop", Params.absent())))
                .isEqualTo("{\"id\":1,\"method\":\"stop\",\"params\":[]}");
    }

    @Test
    void anErrorMayBeAnything() {
        reads(ONE, "{\"id\":1,\"result\":null,\"error\":\"boom\"}", new ErrorReply(Id.of(1), 0, "boom", null));
        reads(ONE, "{\"id\":1,\"result\":null,\"error\":5}", new ErrorReply(Id.of(1), 0, "Unknown error", 5L));
        reads(
                ONE,
                "{\"id\":1,\"result\":null,\"error\":[20,\"x\",{\"a\":[]}]}",
                new ErrorReply(Id.of(1), 0, "Unknown error", List.of(20L, "x", Map.of("a", List.of()))));
        reads(
                STRICT,
                "{\"id\":1,\"error\":{\"error\":\"not supported\"},\"result\":null}",
                new ErrorReply(Id.of(1), 0, "Unknown error", Map.of("error", "not supported")));
        reads(
                STRICT,
                "{\"error\":{\"message\":\"no\",\"code\":\"x\",\"data\":7},\"result\":null,\"id\":1}",
                new ErrorReply(Id.of(1), 0, "no", 7L));
        assertThat(ONE.decode(bytes("{\"id\":1,\"error\":{\"__bytes\":5}}")))
                .isInstanceOfSatisfying(
                        Malformed.class, bad -> assertThat(bad.id()).isEqualTo(Id.of(1)));
    }

    @Test
    void whatPeersSendAllTheSameIsReadUnlessStrict() {
        Call named = new Call(Id.of(1), "m", Params.named(Map.of("a", 1L)));
        lenient("{\"id\":1,\"method\":\"m\",\"params\":{\"a\":1}}", named, "params is an object at byte 30");
        lenient(
                "{\"id\":1,\"method\":\"m\"}",
                new Call(Id.of(1), "m", Params.absent()),
                "a call without params or id in");
        lenient(
                "{\"method\":\"m\",\"params\":[]}",
                Call.notification("m", Params.positional()),
                "a call without params or id in");
        lenient("{\"id\":1,\"result\":5}", new Reply(Id.of(1), 5L), "a reply that has not both result and error");
        lenient(
                "{\"id\":1,\"error\":\"no\"}",
                new ErrorReply(Id.of(1), 0, "no", null),
                "a reply that has not both result and error");
        lenient(
                "{\"id\":1,\"result\":5,\"error\":\"no\"}",
                new ErrorReply(Id.of(1), 0, "no", null),
                "a reply that has not both result and error");
        lenient(
                "{\"id\":1,\"method\":\"m\",\"params\":[],\"error\":null}",
                new Call(Id.of(1), "m", Params.positional()),
                "more than one of method, result and error");
        lenient(
                "[{\"id\":1,\"result\":5,\"error\":null}]",
                new Batch(List.of(new Reply(Id.of(1), 5L))),
                "JSON-RPC 1.0 has no batches in");
        assertThat(ONE.decode(ONE.encode(named))).isEqualTo(named);
        refuses(
                STRICT,
                named,
                "params: JSON-RPC 1.0 has no named params; give them by position, or leave out strict=true");
        refuses(
                STRICT,
                new Batch(List.of(named)),
                "JSON-RPC 1.0 has no batches; send the messages by themselves, or leave out strict=true");
    }

    @Test
    void aVersionIsPassedOver() {
        reads(STRICT, "{\"jsonrpc\":\"1.0\",\"id\":1,\"result\":5,\"error\":null}", new Reply(Id.of(1), 5L));
        reads(STRICT, "{\"jsonrpc\":[2],\"id\":1,\"result\":5,\"error\":null}", new Reply(Id.of(1), 5L));
    }

    @Test
    void aCallWithTheIdNullIsRefusedAsItWouldBeANotification() {
        refuses(
                ONE,
                new Call(Id.NULL, "m", Params.absent()),
                "id: null as id makes a notification in JSON-RPC 1.0; give a number or a string");
    }

    @Test
    void whatIsNeitherCallNorReplyIsRefused() {
        for (String json : List.of("{\"id\":1}", "{\"id\":1,\"error\":null}")) {
            assertThat(ONE.decode(bytes(json))).isInstanceOfSatisfying(Malformed.class, bad -> {
                assertThat(bad.problem()).contains("none of method, result and error in");
                // Its call fails with it.
                assertThat(bad.id()).isEqualTo(Id.of(1));
                assertThat(bad.answerable()).isFalse();
            });
        }
        assertThat(ONE.decode(bytes("{\"id\":null,\"result\":5,\"error\":null}"))
                        .toString())
                .contains("the id of a reply is null in");
    }

    @Test
    void securityHeadersHaveNamesEvenIfStrict() {
        Call header = Call.notification("rpc.secinfo", Params.named(Map.of("user", "bob")));
        assertThat(text(STRICT, header))
                .isEqualTo("{\"id\":null,\"method\":\"rpc.secinfo\",\"params\":{\"user\":\"bob\"}}");
        assertThat(STRICT.decode(STRICT.encode(header))).isEqualTo(header);
    }

    private static void both(String json, Message message) {
        for (Codec codec : Arrays.asList(ONE, STRICT)) {
            assertThat(text(codec, message)).isEqualTo(json);
            reads(codec, json, message);
        }
    }

    private static void lenient(String json, Message message, String strictly) {
        reads(ONE, json, message);
        assertThat(STRICT.decode(bytes(json)))
                .isInstanceOfSatisfying(
                        Malformed.class, bad -> assertThat(bad.problem()).startsWith(strictly));
    }

    private static void reads(Codec codec, String json, Message message) {
        assertThat(codec.decode(bytes(json))).isEqualTo(message);
    }

    private static void refuses(Codec codec, Message message, String problem) {
        assertThatThrownBy(() -> codec.encode(message))
                .isInstanceOf(EncodeException.class)
                .hasMessage(problem);
    }

    private static String text(Codec codec, Message message) {
        return new String(codec.encode(message), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static Codec codec(String expression) {
        return new JrpcProvider().create(Expression.parse(expression), Limits.defaults());
    }
}
