package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.ActionQueue;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that call back and wait, peers that flood one another, and peers that do not read. */
class HardTrafficTest {
    /** Calls itself on the other side until the count is down, and returns how many calls that were. */
    private static Dispatcher pingPong() {
        Dispatcher dispatcher = new Dispatcher();
        return dispatcher.add("down", (params, caller) -> {
            long left = (Long) params.value(0);
            if (left == 0) {
                return 0L;
            }
            Peer peer = caller.peer().orElseThrow();
            return 1 + (Long) peer.call("down", left - 1);
        });
    }

    private static void nests(Execution execution) throws Exception {
        try (Pair pair = Pair.open(
                server -> server.dispatcher(pingPong()).execution(execution),
                client -> client.dispatcher(pingPong()).execution(execution))) {
            List<Promise<Object>> both = List.of(
                    pair.client.callAsync("down", Params.positional(100L)),
                    pair.atServer.callAsync("down", Params.positional(100L)));
            for (Promise<Object> promise : both) {
                assertEquals(100L, promise.result(Duration.ofSeconds(25)));
            }
        }
    }

    @Test
    void handlersCallBackToADepthOf100OnBothSidesInline() throws Exception {
        nests(Execution.inline());
    }

    @Test
    void handlersCallBackToADepthOf100OnBothSidesSerially() throws Exception {
        nests(Execution.serial());
    }

    @Test
    void handlersCallBackToADepthOf100OnBothSidesConcurrently() throws Exception {
        nests(Execution.concurrent());
    }

    @Test
    void handlersCallBackToADepthOf100OnBothSidesOnAnExecutor() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            nests(Execution.on(executor));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void handlersCallBackToADepthOf100OnBothSidesOnOneQueueForBoth() throws Exception {
        nests(Execution.on(new ActionQueue()));
    }

    @Test
    void twoPeersThatFloodEachOtherWithLargeCallsBothFinish() throws Exception {
        byte[] large = new byte[64 << 10];
        Dispatcher echo = new Dispatcher().add("echo", (params, caller) -> params.value(0));
        try (Pair pair = Pair.open(
                server -> server.dispatcher(echo).timeout(Duration.ofSeconds(50)),
                client -> client.dispatcher(echo).timeout(Duration.ofSeconds(50)))) {
            Promise<Boolean> one = floodFrom(pair.client.peers().iterator().next(), large);
            Promise<Boolean> other = floodFrom(pair.atServer, large);
            assertTrue(one.result(Duration.ofSeconds(55)));
            assertTrue(other.result(Duration.ofSeconds(55)));
        }
    }

    private static Promise<Boolean> floodFrom(Peer peer, byte[] payload) {
        Promise<Boolean> finished = new Promise<>();
        new Thread(() -> {
                    try {
                        List<Promise<Object>> promises = new ArrayList<>();
                        for (int i = 0; i < 1_000; i++) {
                            promises.add(peer.callAsync("echo", Params.positional(payload)));
                        }
                        boolean right = true;
                        for (Promise<Object> promise : promises) {
                            right &= ((byte[]) promise.result()).length == payload.length;
                        }
                        finished.complete(right);
                    } catch (RuntimeException e) {
                        finished.completeExceptionally(e);
                    }
                })
                .start();
        return finished;
    }

    /** 1,000 calls each way, or as many as the system property {@code flood} says; the results of 100,000 are over 6 GB. */
    @Test
    @Timeout(1_800)
    void smallCallsWithLargeResultsBothWaysAllAtOnceFinish() throws Exception {
        int calls = Integer.getInteger("flood", 1_000);
        byte[] large = new byte[64 << 10];
        Dispatcher blob = new Dispatcher().add("blob", (params, caller) -> large);
        Duration patience = Duration.ofMinutes(25);
        try (Pair pair = Pair.open(
                server -> server.codec("msgpack").dispatcher(blob).timeout(patience),
                client -> client.codec("msgpack").dispatcher(blob).timeout(patience))) {
            CountDownLatch answers = new CountDownLatch(2 * calls);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Peer atClient = pair.client.peers().iterator().next();
            for (int i = 0; i < calls; i++) {
                for (Peer peer : List.of(atClient, pair.atServer)) {
                    // Not kept: they would be all in memory at last.
                    peer.callAsync("blob", Params.absent()).whenComplete((result, cause) -> {
                        if (!(result instanceof byte[] bytes) || bytes.length != large.length) {
                            failure.compareAndSet(null, cause == null ? new AssertionError("cut short") : cause);
                        }
                        answers.countDown();
                    });
                }
            }
            assertTrue(answers.await(patience.toSeconds(), TimeUnit.SECONDS));
            assertNull(failure.get());
        }
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpNobodyElse() throws Exception {
        Dispatcher blob = new Dispatcher()
                .add("blob", (params, caller) -> new byte[1 << 20])
                .add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1));
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0?maxQueued=4MiB")
                        .dispatcher(blob)
                        .grace(Duration.ZERO)
                        .open();
                RawPeer deaf = RawPeer.connect(server.transports().get(0));
                Endpoint other = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(server))
                        .open()) {
            for (int i = 1; i <= 50; i++) {
                deaf.send("{\"jsonrpc\":\"2.0\",\"method\":\"blob\",\"id\":" + i + "}");
            }
            for (long i = 0; i < 2_000; i++) {
                assertEquals(i + 1, other.call("add", i, 1L));
            }
            server.notify("news", Params.absent());
        }
    }

    @Test
    void aHandlerThatBlocksDoesNotHoldUpTheRepliesToItsOwnSide() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Dispatcher blocks = new Dispatcher()
                .add("block", (params, caller) -> {
                    order.add("block");
                    blocked.countDown();
                    assertTrue(release.await(20, TimeUnit.SECONDS));
                    order.add("released");
                    return "blocked";
                })
                .add("next", (params, caller) -> {
                    order.add("next");
                    return "next";
                });
        Dispatcher answers = new Dispatcher().add("answer", (params, caller) -> "answer");
        try (Pair pair = Pair.open(server -> server.dispatcher(blocks), client -> client.dispatcher(answers))) {
            Promise<Object> first = pair.client.callAsync("block", Params.absent());
            Promise<Object> next = pair.client.callAsync("next", Params.absent());
            assertTrue(blocked.await(20, TimeUnit.SECONDS));
            // The thread that reads at the server is in the handler; this reply is read all the same.
            assertEquals(
                    "answer", pair.atServer.callAsync("answer", Params.absent()).result(Duration.ofSeconds(20)));
            release.countDown();
            assertEquals("blocked", first.result(Duration.ofSeconds(20)));
            assertEquals("next", next.result(Duration.ofSeconds(20)));
            // Inline handlers run in order, one at a time.
            assertEquals(List.of("block", "released", "next"), order);
        }
    }

    @Test
    void inlineHandlersRunInTheOrderOfTheirCalls() throws Exception {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        Dispatcher notes = new Dispatcher()
                .add("note", (params, caller) -> seen.add(params.value(0)))
                .add("sync", (Params params, Caller caller) -> seen.size());
        try (Pair pair = Pair.open(server -> server.dispatcher(notes), client -> {})) {
            List<Object> sent = new ArrayList<>();
            for (long i = 0; i < 20_000; i++) {
                pair.client.notify("note", Params.positional(i));
                sent.add(i);
            }
            assertEquals(20_000L, pair.client.call("sync"));
            assertIterableEquals(sent, seen);
        }
    }
}
