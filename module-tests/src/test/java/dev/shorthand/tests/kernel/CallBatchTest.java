package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.binding.Outcome;
import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several calls in one message, as their caller has them. */
class CallBatchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    interface Calculator {
        Promise<Integer> add(int a, int b);

        int divide(int a, int b);

        Optional<String> name(int number);

        void note(String text);

        @Request
        void check(boolean good);
    }

    private static final class Served implements Calculator {
        final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

        @Override
        public Promise<Integer> add(int a, int b) {
            return Promise.of(a + b);
        }

        @Override
        public int divide(int a, int b) {
            return a / b;
        }

        @Override
        public Optional<String> name(int number) {
            return number == 1 ? Optional.of("one") : Optional.empty();
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public void check(boolean good) {
            if (!good) {
                throw new RpcException(7, "not good");
            }
        }
    }

    private static Endpoint clientOf(ServerSocket server) throws Exception {
        return Endpoint.builder()
                .codec("jrpc")
                .transport("tcp:127.0.0.1:" + server.getLocalPort())
                .grace(Duration.ZERO)
                .open();
    }

    private static ServerSocket server() throws Exception {
        return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void isOneMessageAndEachOfItsCallsHasItsOwnOutcome() throws Exception {
        try (ServerSocket server = server();
                Endpoint client = clientOf(server);
                RawPeer peer = RawPeer.accept(server)) {
            CallBatch batch = CallBatch.to(client);
            Promise<Object> sum = batch.call("add", Params.positional(1, 2));
            batch.notify("log", Params.positional("x"));
            Promise<Object> failing = batch.call("fail", Params.absent());
            assertEquals(List.of(sum, failing), batch.send());
            assertEquals(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[1,2]},"
                            + "{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":[\"x\"]},"
                            + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"fail\"}]",
                    peer.receive());
            peer.send("[{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":5,\"message\":\"bad\"}},"
                    + "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}]");
            List<Outcome<Object>> outcomes = Outcome.ofAll(List.of(sum, failing));
            assertEquals("[result 3, failure bad]", outcomes.toString());
            assertEquals(
                    5,
                    assertThrows(RemoteException.class, () -> outcomes.get(1).result())
                            .code());
        }
    }

    @Test
    void aReplyThatIsMissingFailsItsOwnCallByTheDeadline() throws Exception {
        try (ServerSocket server = server();
                Endpoint client = clientOf(server);
                RawPeer peer = RawPeer.accept(server)) {
            CallBatch batch = CallBatch.to(client, Duration.ofSeconds(1));
            Promise<Object> answered = batch.call("a", Params.absent());
            Promise<Object> forgotten = batch.call("b", Params.absent());
            batch.send();
            peer.receive();
            peer.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}]");
            assertEquals(true, answered.result(LONG));
            DeadlineException late = assertThrows(DeadlineException.class, () -> forgotten.result(LONG));
            assertTrue(late.getMessage().startsWith("no reply to b from "), late::getMessage);
            assertEquals(0, client.peers().iterator().next().pendingCalls());
        }
    }

    @Test
    void aConnectionThatIsLostFailsAllOfItsCallsAtOnce() throws Exception {
        try (ServerSocket server = server();
                Endpoint client = clientOf(server);
                RawPeer peer = RawPeer.accept(server)) {
            CallBatch batch = CallBatch.to(client);
            batch.call("a", Params.absent());
            batch.call("b", Params.absent());
            List<Promise<Object>> promises = batch.send();
            peer.receive();
            peer.endInput();
            for (Promise<Object> promise : promises) {
                assertThrows(DisconnectedException.class, () -> promise.result(LONG));
            }
        }
    }

    @Test
    void typedMethodsAddThemselves() throws Exception {
        Served served = new Served();
        Dispatcher dispatcher = new Dispatcher().serve("calc.", Calculator.class, served);
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            Calculator calculator = batch.remote(Calculator.class, "calc.");
            Promise<Integer> sum = calculator.add(40, 2);
            assertEquals(0, calculator.divide(9, 3));
            assertEquals(Optional.empty(), calculator.name(1));
            calculator.note("noted");
            calculator.check(false);
            Promise<Object> untyped = batch.call("calc.divide", Params.positional(8, 2));
            assertEquals(
                    "Calculator under \"calc.\" at " + pair.client.transports().get(0) + ", in a batch",
                    calculator.toString());
            List<Outcome<Object>> outcomes = Outcome.ofAll(batch.send());
            assertEquals(
                    "[result 42, result 3, result Optional[one], failure not good, result 4]", outcomes.toString());
            assertEquals(42, sum.result());
            assertEquals(4L, untyped.result());
            assertEquals("noted", served.notes.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBatchOfNotificationsIsNotAnswered() throws Exception {
        Served served = new Served();
        try (Pair pair = Pair.open(server -> server.serve(Calculator.class, served), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            batch.remote(Calculator.class).note("one");
            batch.notify("note", Params.positional("two"));
            assertEquals(List.of(), batch.send());
            assertEquals("one", served.notes.poll(20, TimeUnit.SECONDS));
            assertEquals("two", served.notes.poll(20, TimeUnit.SECONDS));
            assertEquals(0, pair.client.peers().iterator().next().droppedReplies());
        }
    }

    @Test
    void refusesToBeSentEmptyOrTwiceOrToGrowAfterwards() throws Exception {
        try (Pair pair = Pair.open(server -> server.serve(Calculator.class, new Served()), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            assertEquals(
                    "the batch is empty; add a call or a notification before it is sent",
                    assertThrows(IllegalStateException.class, batch::send).getMessage());
            batch.notify("note", Params.positional("x"));
            batch.send();
            String done = "the batch has been sent; begin another with CallBatch.to(…)";
            assertEquals(
                    done, assertThrows(IllegalStateException.class, batch::send).getMessage());
            assertEquals(
                    done,
                    assertThrows(IllegalStateException.class, () -> batch.call("add", Params.absent()))
                            .getMessage());
        }
    }

    @Test
    void refusesMoreThanMaxBatch() throws Exception {
        try (Pair pair = Pair.open(
                server -> server.serve(Calculator.class, new Served()),
                client -> client.limits(Limits.defaults().with("maxBatch", 2)))) {
            CallBatch batch = CallBatch.to(pair.client);
            batch.call("divide", Params.positional(4, 2));
            batch.call("divide", Params.positional(6, 2));
            assertEquals(
                    "the batch has 2 messages, which is the limit; send it and begin another, or raise maxBatch on both sides",
                    assertThrows(LimitException.class, () -> batch.call("divide", Params.positional(8, 2)))
                            .getMessage());
            assertEquals("[result 2, result 3]", Outcome.ofAll(batch.send()).toString());
        }
    }

    @Test
    void byNameAloneSeveralCallsAreOneMessageToo() throws Exception {
        Served served = new Served();
        try (Pair pair = Pair.open(server -> server.serve(Calculator.class, served), client -> {})) {
            List<Call> calls = List.of(
                    Call.request("divide", Params.positional(8, 2)),
                    Call.notification("note", Params.positional("x")),
                    Call.request("divide", Params.positional(1, 0)));
            List<Promise<Object>> promises = pair.client.callAll(calls, List.of(), LONG);
            assertEquals(
                    "[result 4, failure / by zero]", Outcome.ofAll(promises).toString());
            assertEquals("x", served.notes.poll(20, TimeUnit.SECONDS));
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
            assertThrows(IllegalArgumentException.class, () -> pair.client.callAll(List.of(), List.of(), LONG));
        }
    }

    @Test
    void refusesMoreThanMaxBatchByNameAsWell() throws Exception {
        try (Pair pair = Pair.open(
                server -> {}, client -> client.limits(Limits.defaults().with("maxBatch", 1)))) {
            List<Call> two = List.of(Call.request("a", Params.absent()), Call.notification("b", Params.absent()));
            assertEquals(
                    "a batch of 2 messages is over the limit of 1; send several, or raise maxBatch on both sides",
                    assertThrows(LimitException.class, () -> pair.client.callAll(two, List.of(), LONG))
                            .getMessage());
        }
    }

    @Test
    void oneErrorForTheWholeBatchFailsAllOfItsCallsAtOnce() throws Exception {
        Dispatcher name = new Dispatcher().add("name", (params, caller) -> "x");
        try (Pair pair = Pair.open(server -> server.codec("jrpc?maxBatch=2").dispatcher(name), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            batch.call("name", Params.absent());
            batch.notify("name", Params.absent());
            batch.call("name", Params.absent());
            for (Promise<Object> promise : batch.send()) {
                RemoteException refused = assertThrows(RemoteException.class, () -> promise.result(LONG));
                assertEquals(-32600, refused.code());
            }
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
            assertEquals("x", pair.client.call("name"));
        }
    }

    @Test
    void anErrorThatNamesNoCallFailsNothingWhereItCouldBeAboutSeveral() throws Exception {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}";
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcp:127.0.0.1:" + server.getLocalPort())
                        .grace(Duration.ZERO)
                        .open();
                RawPeer peer = RawPeer.accept(server)) {
            Promise<Object> single = client.callAsync("one", Params.absent());
            CallBatch batch = CallBatch.to(client);
            batch.call("two", Params.absent());
            Promise<Object> inBatch = batch.send().get(0);
            peer.receive();
            peer.receive();
            peer.send(error);
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"one\"}");
            assertEquals("one", single.result(LONG));
            assertFalse(inBatch.isDone());
            // Now it can be about nothing else.
            peer.send(error);
            assertEquals(
                    -32700,
                    assertThrows(RemoteException.class, () -> inBatch.result(LONG))
                            .code());
        }
    }

    @Test
    void whatCannotBeEncodedFailsAllAndLeavesNothingBehind() throws Exception {
        try (Pair pair = Pair.open(server -> server.serve(Calculator.class, new Served()), client -> {})) {
            Peer peer = pair.client.peers().iterator().next();
            CallBatch batch = CallBatch.to(peer);
            Promise<Object> good = batch.call("divide", Params.positional(4, 2));
            batch.call("divide", Params.positional(new Thread(), 2));
            EncodeException refused = assertThrows(EncodeException.class, batch::send);
            assertSame(refused, assertThrows(EncodeException.class, good::result));
            assertEquals(0, peer.pendingCalls());
            assertEquals(2L, peer.call("divide", 4, 2));
        }
    }

    @Test
    void whatIsTooLongForAFrameFailsAll() throws Exception {
        try (Pair pair = Pair.open(
                server -> server.serve(Calculator.class, new Served()),
                client -> client.limits(Limits.defaults().with("maxFrame", 1_000)))) {
            CallBatch batch = CallBatch.to(pair.client);
            Promise<Object> first = batch.call("note", Params.positional("x".repeat(600)));
            batch.call("note", Params.positional("x".repeat(600)));
            assertThrows(LimitException.class, batch::send);
            assertThrows(LimitException.class, first::result);
            assertEquals(2L, pair.client.call("divide", 4, 2));
        }
    }

    @Test
    void aConnectionThatIsGoneFailsAll() throws Exception {
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            Promise<Object> promise = batch.call("a", Params.absent());
            pair.client.peers().forEach(Peer::close);
            assertThrows(DisconnectedException.class, batch::send);
            assertThrows(DisconnectedException.class, promise::result);
            List<Call> calls = List.of(Call.request("a", Params.absent()));
            assertThrows(DisconnectedException.class, () -> pair.client.callAll(calls, List.of(), LONG));
        }
    }

    @Test
    void refusesAWaitThatWouldNotEnd() throws Exception {
        try (Pair pair = Pair.open(server -> server.serve(Calculator.class, new Served()), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            Promise<Object> promise = batch.call("divide", Params.positional(4, 2));
            Promise<Object> derived = (Promise<Object>) promise.<Object>thenApply(result -> (Long) result + 1);
            String refused = "the batch has not been sent; call send() before waiting for a result";
            assertEquals(
                    refused,
                    assertThrows(IllegalStateException.class, promise::result).getMessage());
            assertEquals(
                    refused,
                    assertThrows(IllegalStateException.class, () -> promise.result(LONG))
                            .getMessage());
            assertEquals(
                    refused,
                    assertThrows(IllegalStateException.class, derived::join).getMessage());
            batch.send();
            assertEquals(3L, derived.join());
            assertEquals(2L, promise.result(LONG));
        }
    }

    @Test
    void aCallThatIsCancelledBeforeIsNotSent() throws Exception {
        try (ServerSocket server = server();
                Endpoint client = clientOf(server);
                RawPeer peer = RawPeer.accept(server)) {
            CallBatch nothing = CallBatch.to(client);
            nothing.call("a", Params.absent()).cancel(false);
            assertThrows(CancelledException.class, nothing.send().get(0)::result);

            CallBatch batch = CallBatch.to(client);
            Promise<Object> cancelled = batch.call("b", Params.absent());
            Promise<Object> sent = batch.call("c", Params.absent());
            cancelled.cancel(false);
            assertEquals(List.of(cancelled, sent), batch.send());
            assertEquals("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"c\"}]", peer.receive());
            peer.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}]");
            assertEquals(true, sent.result(LONG));
        }
    }

    @Test
    void aCallThatIsCancelledAfterwardsIsGivenUpAndTheOtherSideIsTold() throws Exception {
        BlockingQueue<Promise<Object>> begun = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = new Dispatcher().add("never", (params, caller) -> {
            Promise<Object> promise = new Promise<>();
            caller.onCancel(() -> promise.complete("too late"));
            begun.add(promise);
            return promise;
        });
        try (Pair pair = Pair.open(
                server -> server.dispatcher(dispatcher).cancellation(Cancellation.RPC),
                client -> client.cancellation(Cancellation.RPC))) {
            CallBatch batch = CallBatch.to(pair.client);
            Promise<Object> promise = batch.call("never", Params.absent());
            batch.send();
            Promise<Object> running = begun.poll(20, TimeUnit.SECONDS);
            promise.cancel(false);
            assertEquals("too late", running.result(LONG));
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
        }
    }

    @Test
    void twoPeersThatFloodEachOtherWithLargeBatchesBothFinish() throws Exception {
        Dispatcher echo = new Dispatcher().add("echo", (params, caller) -> params.value(0));
        try (Pair pair = Pair.open(
                server -> server.dispatcher(echo).timeout(Duration.ofSeconds(50)),
                client -> client.dispatcher(echo).timeout(Duration.ofSeconds(50)))) {
            Promise<Boolean> one = floodFrom(pair.client.peers().iterator().next());
            Promise<Boolean> other = floodFrom(pair.atServer);
            assertTrue(one.result(Duration.ofSeconds(55)));
            assertTrue(other.result(Duration.ofSeconds(55)));
        }
    }

    private static Promise<Boolean> floodFrom(Peer peer) {
        byte[] large = new byte[64 << 10];
        Promise<Boolean> finished = new Promise<>();
        new Thread(() -> {
                    try {
                        List<Promise<Object>> promises = new ArrayList<>();
                        for (int i = 0; i < 50; i++) {
                            CallBatch batch = CallBatch.to(peer);
                            for (int k = 0; k < 10; k++) {
                                batch.call("echo", Params.positional(large));
                            }
                            promises.addAll(batch.send());
                        }
                        finished.complete(Outcome.ofAll(promises).stream()
                                .allMatch(outcome -> ((byte[]) outcome.result()).length == large.length));
                    } catch (RuntimeException e) {
                        finished.completeExceptionally(e);
                    }
                })
                .start();
        return finished;
    }
}
