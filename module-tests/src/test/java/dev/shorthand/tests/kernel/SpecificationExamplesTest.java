package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All examples of the JSON-RPC 2.0 specification, section 7, over a plain socket; only the order of keys is ours, and the data. */
class SpecificationExamplesTest {
    private static final String PARSE_ERROR = error("null", -32700, "Parse error");
    private static final String INVALID_REQUEST = error("null", -32600, "Invalid Request");

    private static Endpoint server;

    private RawPeer peer;

    @BeforeAll
    static void open() throws Exception {
        Dispatcher dispatcher = new Dispatcher()
                .add("subtract", (params, caller) -> {
                    boolean named = params.isNamed();
                    Object minuend = named ? params.asMap().get("minuend") : params.value(0);
                    Object subtrahend = named ? params.asMap().get("subtrahend") : params.value(1);
                    return (Long) minuend - (Long) subtrahend;
                })
                .add(
                        "sum",
                        (params, caller) -> params.asList().stream()
                                .mapToLong(number -> (Long) number)
                                .sum())
                .add("get_data", (params, caller) -> List.of("hello", 5))
                .add("update", (params, caller) -> "never sent")
                .add("notify_hello", (params, caller) -> "never sent")
                .add("notify_sum", (params, caller) -> "never sent");
        server = Endpoint.builder()
                .codec("jrpc?strict=true")
                .transport("tcpserv:127.0.0.1:0")
                .dispatcher(dispatcher)
                .open();
    }

    @AfterAll
    static void close() {
        server.close(Duration.ZERO);
    }

    @BeforeEach
    void connect() throws Exception {
        peer = RawPeer.connect(server.transports().get(0));
    }

    @AfterEach
    void nothingMoreHasCome() throws Exception {
        answers(
                "{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1], \"id\": \"last\"}",
                result("\"last\"", "1"));
        peer.close();
    }

    @Test
    void callWithPositionalParameters() throws Exception {
        answers("{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}", result("1", "19"));
        answers(
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [23, 42], \"id\": 2}",
                result("2", "-19"));
    }

    @Test
    void callWithNamedParameters() throws Exception {
        answers(
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"subtrahend\": 23, \"minuend\": 42}, \"id\": 3}",
                result("3", "19"));
        answers(
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"minuend\": 42, \"subtrahend\": 23}, \"id\": 4}",
                result("4", "19"));
    }

    @Test
    void notificationsAreNotAnswered() throws Exception {
        peer.send("{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}");
        peer.send("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}");
    }

    @Test
    void callOfAMethodThatIsNotThere() throws Exception {
        answers("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}", notFound("\"1\"", "foobar"));
    }

    @Test
    void callWithInvalidJson() throws Exception {
        answers("{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]", PARSE_ERROR);
    }

    @Test
    void callWithAnInvalidRequestObject() throws Exception {
        answers("{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}", INVALID_REQUEST);
    }

    @Test
    void batchWithInvalidJson() throws Exception {
        answers(
                "[ {\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
                        + " {\"jsonrpc\": \"2.0\", \"method\" ]",
                PARSE_ERROR);
    }

    @Test
    void batchOfNothing() throws Exception {
        answers("[]", INVALID_REQUEST);
    }

    @Test
    void invalidBatchThatIsNotEmpty() throws Exception {
        answers("[1]", "[" + INVALID_REQUEST + "]");
    }

    @Test
    void invalidBatch() throws Exception {
        answers("[1,2,3]", "[" + INVALID_REQUEST + "," + INVALID_REQUEST + "," + INVALID_REQUEST + "]");
    }

    @Test
    void batch() throws Exception {
        answers(
                "[ {\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
                        + " {\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]},"
                        + " {\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42,23], \"id\": \"2\"},"
                        + " {\"foo\": \"boo\"},"
                        + " {\"jsonrpc\": \"2.0\", \"method\": \"foo.get\", \"params\": {\"name\": \"myself\"}, \"id\": \"5\"},"
                        + " {\"jsonrpc\": \"2.0\", \"method\": \"get_data\", \"id\": \"9\"} ]",
                "[" + result("\"1\"", "7") + "," + result("\"2\"", "19") + "," + INVALID_REQUEST + ","
                        + notFound("\"5\"", "foo.get") + "," + result("\"9\"", "[\"hello\",5]") + "]");
    }

    @Test
    void batchOfNotificationsAloneIsNotAnswered() throws Exception {
        peer.send("[ {\"jsonrpc\": \"2.0\", \"method\": \"notify_sum\", \"params\": [1,2,4]},"
                + " {\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]} ]");
    }

    @Test
    void idsComeBackAsTheyWere() throws Exception {
        for (String id : List.of(
                "0", "-1", "9223372036854775807", "123456789012345678901234567890", "\"\"", "\"7\"", "null", "1.5")) {
            answers(
                    "{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1], \"id\": " + id + "}",
                    result(id, "1"));
        }
    }

    private void answers(String call, String reply) throws Exception {
        assertEquals(reply, peer.ask(call));
    }

    private static String result(String id, String value) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + value + "}";
    }

    private static String notFound(String id, String method) {
        return error(id, -32601, "Method not found\",\"data\":\"no method \\\"" + method + "\\\" is served here");
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }
}
