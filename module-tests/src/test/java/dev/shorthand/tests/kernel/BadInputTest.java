package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.BadReplyException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a peer that is not ours can send: it gets a clear error, and its next call works. */
class BadInputTest {
    private static final String GOOD = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":{\"a\":1,\"b\":2},\"id\":1}";
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}";

    interface Adder {
        int add(int a, int b);
    }

    private Endpoint server;

    @BeforeEach
    void open() throws Exception {
        server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0?maxFrame=10000&maxDepth=50")
                .serve(Adder.class, Integer::sum)
                .open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void answersThenGoesOn(String bad, String answer) throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            assertEquals(answer, peer.ask(bad));
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    private static String error(String id, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + message
                + "\"}}";
    }

    @Test
    void answersACallTypedByHand() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            assertEquals(ANSWER, peer.ask(GOOD));
            assertEquals(ANSWER, peer.ask("{\"id\":1,\"params\":[1,2],\"method\":\"add\",\"jsonrpc\":\"2.0\"}"));
        }
    }

    @Test
    void answersGarbageWithAParseError() throws Exception {
        answersThenGoesOn("garbage", error("null", -32700, "Parse error"));
    }

    @Test
    void answersTruncatedJsonWithAParseError() throws Exception {
        answersThenGoesOn(GOOD.substring(0, 30), error("null", -32700, "Parse error"));
    }

    @Test
    void answersInvalidUtf8WithAParseError() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            peer.sendBytes("{\"jsonrpc\":\"2.0\",\"method\":\"\u00ff\"}\0".getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(error("null", -32700, "Parse error"), peer.receive());
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    @Test
    void answersWhatIsNoRequestAsSuch() throws Exception {
        answersThenGoesOn("[]", error("null", -32600, "Invalid Request"));
        answersThenGoesOn("5", error("null", -32600, "Invalid Request"));
        answersThenGoesOn("{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":4}", error("4", -32600, "Invalid Request"));
        answersThenGoesOn("{\"jsonrpc\":\"1.0\",\"method\":\"m\",\"id\":4}", error("4", -32600, "Invalid Request"));
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws Exception {
        String deep = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":" + "[".repeat(500) + "]".repeat(500)
                + ",\"id\":1}";
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            assertTrue(peer.ask(deep).contains("\"code\":-327"));
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    @Test
    void answersWrongArgumentsAndUnknownMethods() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            String wrong = peer.ask(GOOD.replace("\"a\":1", "\"a\":\"x\""));
            assertTrue(wrong.contains("\"code\":-32602,\"message\":\"Invalid params\""), wrong);
            String unknown = peer.ask(GOOD.replace("add", "ad"));
            assertTrue(unknown.contains("\"code\":-32601,\"message\":\"Method not found\""), unknown);
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    @Test
    void givesIdsOfAnyKindBackAsTheyCame() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            for (String id : new String[] {"0", "-7", "9223372036854775807", "\"a\"", "\"\"", "null", "1.5", "true"}) {
                assertEquals(
                        ANSWER.replace("\"id\":1", "\"id\":" + id), peer.ask(GOOD.replace("\"id\":1", "\"id\":" + id)));
            }
            assertTrue(peer.ask(GOOD.replace("\"id\":1", "\"id\":[1]")).contains("-32600"));
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    @Test
    void closesTheConnectionOfAFrameOverTheLimitAloneAfterSayingWhy() throws Exception {
        try (RawPeer other = RawPeer.connect(server.transports().get(0));
                RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            assertEquals(ANSWER, other.ask(GOOD));
            peer.sendBytes("x".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
            String error = peer.receive();
            assertTrue(error.contains("is over the limit of 10000; send less at once, or raise maxFrame"), error);
            assertNull(peer.receive());
            assertEquals(ANSWER, other.ask(GOOD));
        }
    }

    @Test
    void answersABatchWithABatchInItsOrder() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            String second = GOOD.replace("\"id\":1", "\"id\":2");
            String notification = GOOD.replace(",\"id\":1", "");
            assertEquals(
                    "[" + ANSWER + "," + error("null", -32600, "Invalid Request") + ","
                            + ANSWER.replace("\"id\":1", "\"id\":2") + "]",
                    peer.ask("[" + GOOD + ",5," + notification + "," + second + "]"));
            peer.send("[" + notification + "]");
            assertEquals(ANSWER, peer.ask(GOOD));
        }
    }

    @Test
    void dropsAndCountsRepliesNobodyAskedFor() throws Exception {
        try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":1}");
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":78,\"error\":{\"code\":1,\"message\":\"m\"}}");
            assertEquals(ANSWER, peer.ask(GOOD));
            assertEquals(2, server.peer(peer.name()).orElseThrow().droppedReplies());
        }
    }

    @Test
    void takesAReplyFromThePeerThatWasAskedOnly() throws Exception {
        try (RawPeer asked = RawPeer.connect(server.transports().get(0));
                RawPeer other = RawPeer.connect(server.transports().get(0))) {
            asked.ask(GOOD);
            other.ask(GOOD);
            Peer peer = server.peer(asked.name()).orElseThrow();
            Promise<Object> promise = peer.callAsync("question", Params.absent());
            String question = asked.receive();
            String id = question.replaceAll(".*\"id\":(\\d+).*", "$1");
            other.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"forged\"}");
            assertEquals(ANSWER, other.ask(GOOD));
            asked.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"true\"}");
            assertEquals("true", promise.result(Duration.ofSeconds(20)));
            assertEquals(1, server.peer(other.name()).orElseThrow().droppedReplies());
        }
    }

    @Test
    void failsACallAtOnceWhoseReplyIsMalformed() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcp:127.0.0.1:" + stranger.getLocalPort())
                        .open();
                RawPeer peer = RawPeer.accept(stranger)) {
            failsTheFirst(client, peer, 1, ",\"error\":\"boom\"}", "error is a string");
            failsTheFirst(client, peer, 3, "}", "none of method, result and error");
            failsTheFirst(client, peer, 5, ",\"result\":[1,", "truncated");
            failsTheFirst(client, peer, 7, ",\"result\":" + "[".repeat(600), "raise maxDepth");
        }
    }

    /** Makes two calls; the reply to the first goes on like this, and the other is not harmed. */
    private static void failsTheFirst(Endpoint client, RawPeer peer, int id, String reply, String problem)
            throws Exception {
        Promise<Object> bad = client.callAsync("first", Params.absent());
        Promise<Object> good = client.callAsync("second", Params.absent());
        peer.receive();
        peer.receive();
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + reply);
        BadReplyException failure = assertThrows(BadReplyException.class, () -> bad.result(Duration.ofSeconds(20)));
        assertTrue(failure.getMessage().startsWith("the reply to first from "), failure::getMessage);
        assertTrue(failure.getMessage().contains(problem), failure::getMessage);
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + (id + 1) + ",\"result\":true}");
        assertEquals(true, good.result(Duration.ofSeconds(20)));
    }

    @Test
    void survivesAPeerThatRepliesWithNonsense() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcp:127.0.0.1:" + stranger.getLocalPort())
                        .open();
                RawPeer peer = RawPeer.accept(stranger)) {
            Promise<Object> promise = client.callAsync("m", Params.absent());
            String id = peer.receive().replaceAll(".*\"id\":(\\d+).*", "$1");
            peer.send("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":{}}");
            peer.send("{\"jsonrpc\":\"2.0\",\"error\":null,\"id\":7" + id + "}");
            peer.send("\u0001");
            peer.send("{\"jsonrpc\":\"2.0\",\"result\":[1,{}],\"id\":\"" + id + "\"}");
            assertEquals("[1, {}]", String.valueOf(promise.result(Duration.ofSeconds(20))));
        }
    }

    @Test
    void answersTheCallsOfAPeerThatHasSaidItSendsNothingMore() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Endpoint slow = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .execution(Execution.concurrent())
                        .dispatcher(new Dispatcher().add("slow", (params, caller) -> {
                            release.await(20, TimeUnit.SECONDS);
                            return "done";
                        }))
                        .open();
                RawPeer peer = RawPeer.connect(slow.transports().get(0))) {
            peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"slow\",\"id\":1}");
            peer.endInput();
            release.countDown();
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"done\"}", peer.receive());
            assertNull(peer.receive());
        }
    }

    @Test
    void refusesCallsBeyondThoseThatMayBeHandledAtOnce() throws Exception {
        Promise<Object> never = new Promise<>();
        try (Endpoint busy = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0?maxPending=2")
                        .dispatcher(new Dispatcher().add("later", (params, caller) -> never))
                        .grace(Duration.ZERO)
                        .open();
                RawPeer peer = RawPeer.connect(busy.transports().get(0))) {
            for (int i = 1; i <= 2; i++) {
                peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":" + i + "}");
            }
            String refused = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":3}");
            assertTrue(refused.contains("\"id\":3,\"error\":{\"code\":-32004,\"message\":\"2 calls of "), refused);
            never.complete("now");
            assertTrue(peer.receive().contains("\"result\":\"now\""));
            assertTrue(peer.receive().contains("\"result\":\"now\""));
        }
    }

    @Test
    void tellsTheCallerWhenTheExecutorRefuses() throws Exception {
        try (Endpoint refusing = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .execution(Execution.on(work -> {
                            throw new RejectedExecutionException("full");
                        }))
                        .open();
                RawPeer peer = RawPeer.connect(refusing.transports().get(0))) {
            assertEquals(error("1", -32004, "too busy to handle the call; try again later"), peer.ask(GOOD));
            assertEquals(error("1", -32004, "too busy to handle the call; try again later"), peer.ask(GOOD));
        }
    }
}
