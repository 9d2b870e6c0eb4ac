package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Callers whose calls follow close behind one another read the connection themselves. They notice nothing of it, and nobody else does. */
class CallersThatReadTest {
    private static final int MANY = 3_000;

    /** Remembers which thread has read it. */
    record Seen(long number) {
        private static volatile Thread reader;

        Seen {
            reader = Thread.currentThread();
        }
    }

    interface Numbers {
        Seen seen(long number);
    }

    private final CountDownLatch neverCalled = new CountDownLatch(1);
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final Queue<Thread> noteReaders = new ConcurrentLinkedQueue<>();

    private Pair open() throws Exception {
        // Without grace: some handlers never end.
        return Pair.open(
                server -> server.dispatcher(server()).grace(Duration.ZERO),
                client -> client.dispatcher(client()).grace(Duration.ZERO));
    }

    private Dispatcher server() {
        return new Dispatcher()
                .serve(Numbers.class, Seen::new)
                .add("echo", (params, caller) -> params.value(0))
                .add("never", (params, caller) -> {
                    neverCalled.countDown();
                    return new Promise<Object>();
                })
                .add("noted", (params, caller) -> {
                    caller.peer().orElseThrow().notify("note", Params.positional(params.value(0)));
                    return params.value(0);
                })
                .add("asking", (params, caller) -> caller.peer().orElseThrow().call("twice", params.value(0)))
                .add("leave", (params, caller) -> {
                    caller.peer().orElseThrow().close();
                    return null;
                });
    }

    private Dispatcher client() {
        return new Dispatcher()
                .add("twice", (params, caller) -> 2 * (Long) params.value(0))
                .add("note", (params, caller) -> {
                    noteReaders.add(Thread.currentThread());
                    notes.add(String.valueOf(params.value(0)));
                    return null;
                });
    }

    /** Calls until this thread reads its own replies. */
    private static void untilThisThreadReads(Pair pair) {
        Numbers numbers = pair.client.remote(Numbers.class);
        Wait.until("the caller reads its own reply", () -> {
            for (long i = 0; i < 100; i++) {
                assertEquals(new Seen(i), numbers.seen(i));
            }
            Seen.reader = null;
            numbers.seen(1);
            return Seen.reader == Thread.currentThread();
        });
    }

    @Test
    void aCallerReadsItsOwnReplyWhereCallsFollowCloseBehindOneAnother() throws Exception {
        try (Pair pair = open()) {
            untilThisThreadReads(pair);
        }
    }

    @Test
    void whatElseItFindsIsHandledInOrderAndNotOnItsThread() throws Exception {
        try (Pair pair = open()) {
            List<String> sent = new ArrayList<>();
            for (long i = 0; i < MANY; i++) {
                boolean noted = i % 50 == 0;
                assertEquals(i, pair.client.call(noted ? "noted" : "echo", i));
                if (noted) {
                    sent.add(String.valueOf(i));
                }
            }
            Wait.until("all notifications have come", () -> notes.size() == sent.size());
            assertIterableEquals(sent, List.copyOf(notes));
            assertFalse(noteReaders.contains(Thread.currentThread()), "a notification was handled by a caller");
        }
    }

    @Test
    void theOtherSideMayAskBackBeforeItReplies() throws Exception {
        try (Pair pair = open()) {
            for (long i = 0; i < MANY; i++) {
                boolean asking = i % 20 == 0;
                assertEquals(asking ? 2 * i : i, pair.client.call(asking ? "asking" : "echo", i));
            }
        }
    }

    @Test
    void aNotificationThatComesOnceTheCallsHaveStoppedIsReceived() throws Exception {
        try (Pair pair = open()) {
            for (int i = 0; i < 20; i++) {
                untilThisThreadReads(pair);
                pair.atServer.notify("note", Params.positional("after " + i));
                assertEquals("after " + i, notes.poll(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aReplyThatNobodyWaitsForIsReceived() throws Exception {
        try (Pair pair = open()) {
            for (long i = 0; i < 50; i++) {
                untilThisThreadReads(pair);
                assertEquals(
                        i,
                        pair.client
                                .callAsync("echo", Params.positional(i))
                                .toCompletableFuture()
                                .get(20, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void theDeadlineOfACallIsKept() throws Exception {
        try (Pair pair = open()) {
            untilThisThreadReads(pair);
            assertThrows(
                    DeadlineException.class,
                    () -> pair.client.callTyped("never", Params.positional(), null, true, Duration.ofMillis(50)));
            assertEquals(1L, pair.client.call("echo", 1));
        }
    }

    @Test
    void anInterruptEndsTheWaitAndLeavesTheConnection() throws Exception {
        try (Pair pair = open()) {
            interruptsOneThatReads(pair, task -> {
                Thread thread = new Thread(task, "caller");
                thread.start();
                return thread;
            });
        }
    }

    @Test
    void anInterruptOfAVirtualThreadLeavesTheConnection() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before Java 21");
        try (Pair pair = open()) {
            interruptsOneThatReads(pair, task -> (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
        }
    }

    private interface Starter {
        Thread start(Runnable task) throws Exception;
    }

    private void interruptsOneThatReads(Pair pair, Starter starter) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            for (long i = 0; i < MANY; i++) {
                assertEquals(i, pair.client.call("echo", i));
            }
            assertThrows(CancelledException.class, () -> pair.client.call("never"));
            return Thread.interrupted();
        });
        Thread thread = starter.start(task);
        assertTrue(neverCalled.await(20, TimeUnit.SECONDS), "the call that is never answered has come");
        thread.interrupt();
        assertTrue(task.get(20, TimeUnit.SECONDS), "the interrupt was swallowed");
        assertEquals(7L, pair.client.call("echo", 7));
    }

    @Test
    void theEndOfTheConnectionEndsTheCallAtOnce() throws Exception {
        try (Pair pair = open()) {
            untilThisThreadReads(pair);
            assertThrows(DisconnectedException.class, () -> pair.client.call("leave"));
        }
    }

    @Test
    void callersThatShareAConnectionEachGetTheirOwnReply() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Pair pair = open()) {
            Callable<Long> caller = () -> {
                long sum = 0;
                for (long i = 0; i < MANY; i++) {
                    if (i % 100 == 99) {
                        pair.client.callAsync("echo", Params.positional(i)).whenComplete((result, e) -> {
                            if (e != null) {
                                failure.set(e);
                            }
                        });
                    }
                    sum += (Long) pair.client.call(i % 50 == 0 ? "noted" : "echo", i);
                }
                return sum;
            };
            // Alone first and last, so that reading changes between callers and the endpoint's threads often.
            List<Future<Long>> sums = new ArrayList<>();
            sums.add(threads.submit(caller));
            sums.get(0).get(60, TimeUnit.SECONDS);
            sums.addAll(threads.invokeAll(List.of(caller, caller, caller, caller)));
            sums.add(threads.submit(caller));
            for (Future<Long> sum : sums) {
                assertEquals(LongStream.range(0, MANY).sum(), sum.get(60, TimeUnit.SECONDS));
            }
            Wait.until(
                    "no call waits", () -> pair.client.peers().iterator().next().pendingCalls() == 0);
            Wait.until("all notifications have come", () -> notes.size() == 6 * MANY / 50);
            assertEquals(0, pair.client.peers().iterator().next().droppedReplies());
        } finally {
            threads.shutdownNow();
        }
        assertEquals(null, failure.get());
    }
}
