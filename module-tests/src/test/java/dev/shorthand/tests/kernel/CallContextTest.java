package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What travels beside a call: that nobody waits for it any more, how long it may take, and metadata. */
class CallContextTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** A method whose caller can be looked at while it runs. */
    private static final class Watched {
        final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
        final CountDownLatch cancelled = new CountDownLatch(1);
        final Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> {
            caller.onCancel(cancelled::countDown);
            callers.add(caller);
            return new Promise<>();
        });

        Caller caller() throws InterruptedException {
            Caller caller = callers.poll(20, TimeUnit.SECONDS);
            if (caller == null) {
                throw new AssertionError("the call did not arrive");
            }
            return caller;
        }
    }

    @Test
    void theHandlerSeesThatItsCallerHasCancelled() throws Exception {
        for (Cancellation protocol :
                List.of(Cancellation.RPC, Cancellation.LANGUAGE_SERVER, Cancellation.MODEL_CONTEXT)) {
            Watched watched = new Watched();
            try (Pair pair = Pair.open(
                    server -> server.dispatcher(watched.dispatcher)
                            .cancellation(protocol)
                            .grace(Duration.ZERO),
                    client -> client.cancellation(protocol))) {
                Promise<Object> promise = pair.client.callAsync("run", Params.absent());
                Caller caller = watched.caller();
                assertFalse(caller.isCancelled());
                promise.cancel(false);
                assertTrue(watched.cancelled.await(20, TimeUnit.SECONDS), protocol.toString());
                assertTrue(caller.isCancelled());
            }
        }
    }

    @Test
    void aDeadlineThatPassesCountsAsACancellation() throws Exception {
        Watched watched = new Watched();
        try (Pair pair = Pair.open(
                server -> server.dispatcher(watched.dispatcher)
                        .cancellation(Cancellation.RPC)
                        .grace(Duration.ZERO),
                client -> client.cancellation(Cancellation.RPC))) {
            Promise<Object> promise = pair.client.callAsync("run", Params.absent(), Duration.ofMillis(20));
            assertThrows(DeadlineException.class, () -> promise.result(LONG));
            assertTrue(watched.cancelled.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void theHandlerSeesThatItsCallerIsGone() throws Exception {
        Watched watched = new Watched();
        try (Pair pair = Pair.open(
                server -> server.dispatcher(watched.dispatcher)
                        .cancellation(Cancellation.RPC)
                        .grace(Duration.ZERO),
                client -> client.grace(Duration.ZERO))) {
            pair.client.callAsync("run", Params.absent());
            watched.caller();
            pair.atServer.close();
            assertTrue(watched.cancelled.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aStrangerIsToldNothing() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Dispatcher echo = new Dispatcher().add("echo", (params, caller) -> params.value(0));
        try (Pair pair = Pair.open(
                server -> server.dispatcher(echo)
                        .trace((incoming, peer, payload, offset, length) -> seen.add((incoming ? "in " : "out ")
                                + new String(payload, offset, length, StandardCharsets.UTF_8))),
                client -> {})) {
            assertEquals("x", pair.client.call("echo", "x"));
            assertEquals(
                    "in {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[\"x\"]}",
                    seen.poll(20, TimeUnit.SECONDS));
            assertEquals("out {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"x\"}", seen.poll(20, TimeUnit.SECONDS));
            assertTrue(seen.isEmpty());
        }
    }

    @Test
    void deadlinesTravelAndAreKeptByNestedCalls() throws Exception {
        CompletableFuture<Duration> left = new CompletableFuture<>();
        CompletableFuture<DeadlineException> ended = new CompletableFuture<>();
        Dispatcher nested = new Dispatcher().add("outer", (params, caller) -> {
            left.complete(caller.timeLeft().orElseThrow());
            try {
                return caller.peer().orElseThrow().call("never");
            } catch (DeadlineException e) {
                ended.complete(e);
                throw e;
            }
        });
        Dispatcher never = new Dispatcher().add("never", (params, caller) -> new Promise<>());
        try (Pair pair = Pair.open(
                server -> server.dispatcher(nested).carryDeadlines().grace(Duration.ZERO),
                client -> client.dispatcher(never).carryDeadlines().grace(Duration.ZERO))) {
            Promise<Object> promise = pair.client.callAsync("outer", Params.absent(), Duration.ofSeconds(2));
            Duration given = left.get(20, TimeUnit.SECONDS);
            assertTrue(given.compareTo(Duration.ofSeconds(3)) < 0, given::toString);
            // It has 30 s of its own, and ends with its caller's.
            ended.get(20, TimeUnit.SECONDS);
            // By its own deadline, or by the error of the other side, whose clock may be a little ahead.
            assertThrows(RpcException.class, () -> promise.result(LONG));
            Wait.until("the nested call has ended, too", () -> pair.atServer.pendingCalls() == 0);
        }
    }

    @Test
    void metadataTravelsWithEachCall() throws Exception {
        AtomicInteger numbers = new AtomicInteger();
        Dispatcher shows = new Dispatcher().add("show", (params, caller) -> caller.headers());
        try (Pair pair = Pair.open(
                server -> server.dispatcher(shows).carryMetadata(Map::of),
                client -> client.carryMetadata(() -> Map.of("traceparent", "00-" + numbers.incrementAndGet())))) {
            assertEquals(Map.of("traceparent", "00-1"), pair.client.call("show"));
            assertEquals(Map.of("traceparent", "00-2"), pair.client.call("show"));
        }
    }

    @Test
    void idsComeFromAGeneratorOfOnesOwn() throws Exception {
        AtomicInteger numbers = new AtomicInteger();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Dispatcher one = new Dispatcher().add("one", (params, caller) -> 1);
        try (Pair pair = Pair.open(
                server -> server.dispatcher(one)
                        .trace((direction, peer, payload, offset, length) ->
                                seen.add(new String(payload, offset, length, StandardCharsets.UTF_8))),
                client -> client.ids(() -> Id.of("call-" + numbers.incrementAndGet())))) {
            assertEquals(1L, pair.client.call("one"));
            assertTrue(String.valueOf(seen.poll(20, TimeUnit.SECONDS)).contains("\"id\":\"call-1\""));
        }
    }
}
