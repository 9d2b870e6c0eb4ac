package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A great many calls over one connection leave nothing behind: none pending, no timer, no memory. There are 100,000 of each kind, or as many as the
 * system property {@code soak} says.
 */
@Timeout(300)
class SoakTest {
    private static final int CALLS = Integer.getInteger("soak", 100_000);
    private static final int THREADS = 64;

    // Fewer than are made, by far: calls that stayed behind would be refused before long.
    private static final int MOST = 20_000;

    // The garbage of some calls may not have been found yet; a leak of 100 bytes for each of the calls is more.
    private static final long SLACK_BYTES = Math.max(4L << 20, 20L * CALLS);

    @Test
    void callsFrom64ThreadsAreAllAnsweredRightAndLeaveNothingBehind() throws Exception {
        Set<Thread> clocks = clocks();
        Dispatcher add =
                new Dispatcher().add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1));
        try (Pair pair = Pair.open(server -> server.dispatcher(add), client -> client.timeout(Duration.ofSeconds(5)))) {
            Peer peer = pair.client.peers().iterator().next();
            addFromThreads(peer, CALLS / 10);
            long early = usedAfterCollection();
            addFromThreads(peer, CALLS - CALLS / 10);
            assertEquals(0, peer.pendingCalls());
            assertEquals(0, peer.droppedReplies());
            assertFlat(early);
            awaitNoTimers(clocks);
        }
    }

    private static void addFromThreads(Peer peer, int calls) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(calls);
        AtomicInteger right = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long a = i << 20;
            Thread thread = new Thread(() -> {
                try {
                    for (long b = left.getAndDecrement(); b > 0; b = left.getAndDecrement()) {
                        assertEquals(a + b, peer.call("add", a, b));
                        right.incrementAndGet();
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(null, failure.get());
        assertEquals(calls, right.get());
    }

    @Test
    void callsThatTimeOutLeaveNothingBehind() throws Exception {
        Set<Thread> clocks = clocks();
        // It keeps nothing of its calls either; each is cancelled there when its time is up.
        try (Pair pair = Pair.open(
                server -> server.dispatcher(never())
                        .cancellation(Cancellation.RPC)
                        .limits(most()),
                client -> client.cancellation(Cancellation.RPC).limits(most()))) {
            Peer peer = pair.client.peers().iterator().next();
            AtomicInteger late = new AtomicInteger();
            long early = 0;
            Semaphore room = new Semaphore(MOST / 4);
            for (int i = 0; i < CALLS; i++) {
                room.acquire();
                Promise<Object> promise = peer.callAsync("never", Params.absent(), Duration.ofMillis(1 + i % 50));
                promise.whenComplete((result, cause) -> {
                    if (cause instanceof DeadlineException) {
                        late.incrementAndGet();
                    }
                    room.release();
                });
                if (i % 1_000 == 0) {
                    catchUp(peer);
                }
                if (i == CALLS / 10) {
                    early = usedAfterCollection();
                }
            }
            room.acquire(MOST / 4);
            assertEquals(CALLS, late.get());
            assertNothingIsLeft(pair, peer, clocks, early);
        }
    }

    @Test
    void callsThatAreCancelledLeaveNothingBehind() throws Exception {
        Set<Thread> clocks = clocks();
        try (Pair pair = Pair.open(
                server -> server.dispatcher(never())
                        .cancellation(Cancellation.RPC)
                        .limits(most()),
                client -> client.cancellation(Cancellation.RPC).limits(most()).timeout(Duration.ofSeconds(5)))) {
            Peer peer = pair.client.peers().iterator().next();
            long early = 0;
            for (int i = 0; i < CALLS; i++) {
                assertTrue(peer.callAsync("never", Params.absent()).cancel(false));
                if (i % 1_000 == 0) {
                    catchUp(peer);
                }
                if (i == CALLS / 10) {
                    early = usedAfterCollection();
                }
            }
            assertNothingIsLeft(pair, peer, clocks, early);
        }
    }

    /** A method that ends only when its caller gives it up, and one that says that the connection is well. */
    private static Dispatcher never() {
        return new Dispatcher().add("here", (params, caller) -> "here").add("never", (params, caller) -> {
            Promise<Object> promise = new Promise<>();
            caller.onCancel(() -> promise.cancel(false));
            return promise;
        });
    }

    /** Lets the other side read all that was sent. */
    private static void catchUp(Peer peer) {
        assertEquals("here", peer.call("here"));
    }

    private static Limits most() {
        return Limits.defaults().with("maxPending", MOST);
    }

    private static void assertNothingIsLeft(Pair pair, Peer peer, Set<Thread> clocks, long early) {
        catchUp(peer);
        assertEquals(0, peer.pendingCalls());
        assertEquals(0, pair.atServer.pendingCalls());
        assertFlat(early);
        awaitNoTimers(clocks);
    }

    private static void assertFlat(long early) {
        long late = usedAfterCollection();
        assertTrue(late < early + SLACK_BYTES, () -> early + " bytes were used early, and " + late + " late");
    }

    private static long usedAfterCollection() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    // An endpoint has this thread only while there is a deadline to watch.
    private static Set<Thread> clocks() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("shorthand-clock"))
                .collect(Collectors.toSet());
    }

    private static void awaitNoTimers(Set<Thread> before) {
        Wait.until("no deadline is watched", () -> before.containsAll(clocks()));
    }
}
