package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.BadReplyException;
import dev.shorthand.kernel.BadRequestException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.MethodNotFoundException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an endpoint is told of messages that cause problems, and that it changes nothing for their senders. */
class BadMessageTest {
    private static final String GOOD = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":{\"a\":1,\"b\":2},\"id\":1}";
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}";

    private final BlockingQueue<Throwable> problems = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> senders = new LinkedBlockingQueue<>();
    private Throwable thrown = new IllegalStateException("never set");
    private Endpoint server;
    private RawPeer peer;

    interface Adder {
        int add(int a, int b);
    }

    @BeforeEach
    void open() throws Exception {
        open(Execution.inline(), (sender, problem) -> {
            senders.add(sender);
            problems.add(problem);
            return false;
        });
    }

    private void open(Execution execution, BiPredicate<Peer, Throwable> hook) throws Exception {
        close();
        server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0?maxFrame=10000")
                .execution(execution)
                .serve(Adder.class, Integer::sum)
                .onBadMessage(hook)
                .open();
        server.dispatcher()
                .add("fail", (params, caller) -> {
                    throw (Exception) thrown;
                })
                .add("failLater", (params, caller) -> Promise.failed(thrown));
        peer = RawPeer.connect(server.transports().get(0));
    }

    @AfterEach
    void close() throws Exception {
        if (peer != null) {
            peer.close();
            server.close();
        }
    }

    private static String call(String method, String params, String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + id + "}";
    }

    private <T extends Throwable> T seen(Class<T> type) throws Exception {
        Throwable problem = problems.poll(20, TimeUnit.SECONDS);
        assertEquals(peer.name(), senders.take().name());
        return assertInstanceOf(type, problem);
    }

    /** Sends what is not answered, and sees what the endpoint was told. */
    private <T extends Throwable> T silently(Class<T> type, String message) throws Exception {
        peer.send(message);
        assertEquals(ANSWER, peer.ask(GOOD));
        return seen(type);
    }

    @Test
    void seesWhatCannotBeDecoded() throws Exception {
        assertTrue(peer.ask("garbage").contains("-32700"));
        assertEquals(-32700, seen(RpcException.class).code());
        assertEquals(ANSWER, peer.ask(GOOD));
    }

    @Test
    void seesARequestOfTheWrongForm() throws Exception {
        assertTrue(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":4}").contains("-32600"));
        assertTrue(seen(BadRequestException.class).getMessage().contains("method"));
        assertTrue(peer.ask("[" + GOOD + ",5]").contains("-32600"));
        seen(BadRequestException.class);
    }

    @Test
    void seesAnIdAndNothingElseWhichIsAnsweredWhereNoCallHasIt() throws Exception {
        String neither = "{\"jsonrpc\":\"2.0\",\"id\":6}";
        String refusal = "{\"jsonrpc\":\"2.0\",\"id\":6,\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}}";
        assertEquals(refusal, peer.ask(neither));
        assertTrue(seen(BadRequestException.class).getMessage().contains("none of method, result and error"));
        assertEquals("[" + refusal + "," + ANSWER + "]", peer.ask("[" + neither + "," + GOOD + "]"));
        seen(BadRequestException.class);
    }

    @Test
    void seesAnIdAndNothingElseThatAnswersACall() throws Exception {
        assertEquals(ANSWER, peer.ask(GOOD));
        Promise<Object> call = server.peers().iterator().next().callAsync("ask", Params.absent());
        String asked = peer.receive();
        String id = asked.substring(asked.indexOf("\"id\":") + "\"id\":".length(), asked.indexOf(",\"method\""));
        silently(BadRequestException.class, "{\"jsonrpc\":\"2.0\",\"id\":" + id + "}");
        BadReplyException bad = assertThrows(BadReplyException.class, () -> call.result(Duration.ofSeconds(20)));
        assertTrue(bad.getMessage().contains("none of method, result and error"), bad::getMessage);
    }

    @Test
    void seesARefusalAndItsReason() throws Exception {
        peer.send(call("rpc.secinfo", "{\"user\":\"mallory\"}", ""));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32005,\"message\":\"Refused\"}}", peer.ask(GOOD));
        assertTrue(seen(SecurityRefusedException.class).getMessage().contains("no security is set"));
    }

    @Test
    void seesAReplyNobodyAskedFor() throws Exception {
        BadReplyException reply = silently(BadReplyException.class, "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":1}");
        assertTrue(reply.getMessage().contains("77"), reply::getMessage);
        silently(BadReplyException.class, "{\"jsonrpc\":\"2.0\",\"id\":78,\"error\":{\"code\":1,\"message\":\"m\"}}");
        silently(BadReplyException.class, "{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":1}");
        RemoteException report = silently(
                RemoteException.class, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":7,\"message\":\"m\"}}");
        assertEquals(7, report.code());
    }

    @Test
    void seesANotificationThatDoesNotFit() throws Exception {
        silently(InvalidParamsException.class, call("add", "{\"a\":\"x\",\"b\":2}", ""));
        silently(MethodNotFoundException.class, call("ad", "[]", ""));
    }

    @Test
    void seesWhyANotificationFailed() throws Exception {
        for (Throwable failure : new Throwable[] {
            new IllegalStateException(), new RpcException(5, "five"), new InvalidParamsException("a is over b")
        }) {
            thrown = failure;
            assertSame(failure, silently(Throwable.class, call("fail", "[]", "")));
            assertSame(failure, silently(Throwable.class, call("failLater", "[]", "")));
        }
    }

    @Test
    void seesOfCallsWhatItsCallerIsNotTold() throws Exception {
        thrown = new RpcException(5, "five");
        assertTrue(peer.ask(call("fail", "[]", ",\"id\":2")).contains("five"));
        thrown = new IllegalStateException("cannot read /srv/keys");
        assertTrue(peer.ask(call("fail", "[]", ",\"id\":3")).contains("Server error"));
        assertSame(thrown, seen(Throwable.class));
        assertTrue(problems.isEmpty());
    }

    @Test
    void seesWhyAStreamCannotBeReadAnyFurther() throws Exception {
        peer.sendBytes("x".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
        assertTrue(peer.receive().contains("over the limit"));
        assertTrue(seen(FramingException.class).overLimit());
    }

    @Test
    void seesThemInEveryExecution() throws Exception {
        for (Execution execution : new Execution[] {Execution.serial(), Execution.concurrent()}) {
            open(execution, (sender, problem) -> {
                senders.add(sender);
                return problems.add(problem);
            });
            peer.send(call("fail", "[]", ""));
            assertSame(thrown, seen(Throwable.class));
        }
    }

    @Test
    void mayCloseTheConnection() throws Exception {
        open(Execution.inline(), (sender, problem) -> {
            sender.close();
            return false;
        });
        peer.send(call("ad", "[]", ""));
        assertNull(peer.receive());
    }

    @Test
    void harmsNothingWhenItThrows() throws Exception {
        for (RuntimeException fault :
                new RuntimeException[] {new IllegalStateException("hook"), new RpcException(1, "hook")}) {
            open(Execution.inline(), (sender, problem) -> {
                problems.add(problem);
                throw fault;
            });
            assertTrue(peer.ask("garbage").contains("-32700"));
            assertTrue(peer.ask(call("ad", "[]", ",\"id\":2")).contains("-32601"));
            peer.send(call("fail", "[]", ""));
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":1}");
            assertEquals(ANSWER, peer.ask(GOOD));
            assertEquals(4, problems.size());
            problems.clear();
        }
    }
}
