package dev.shorthand.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ActionQueueTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void runsActionsOneAtATimeInOrder() {
        ActionQueue queue = new ActionQueue();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        List<Integer> expected = new ArrayList<>();
        List<Promise<Integer>> promises = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int number = i;
            expected.add(i);
            promises.add(queue.submit(() -> {
                int others = inside.getAndIncrement();
                seen.add(number);
                inside.decrementAndGet();
                return others;
            }));
        }
        for (Promise<Integer> promise : promises) {
            assertEquals(0, promise.result(LONG));
        }
        assertEquals(expected, seen);
    }

    @Test
    void goesOnAfterAnActionThatThrows() {
        ActionQueue queue = new ActionQueue();
        Promise<Object> failed = queue.submit(() -> {
            throw new IllegalStateException("meant to");
        });
        assertEquals(
                "meant to",
                assertThrows(IllegalStateException.class, () -> failed.result(LONG))
                        .getMessage());
        queue.execute(() -> {
            throw new IllegalStateException("meant to be logged");
        });
        assertEquals("next", queue.submit(() -> "next").result(LONG));
    }

    @Test
    void hasAWorkerOnlyWhileThereIsWork() throws Exception {
        LinkedBlockingQueue<Thread> workers = new LinkedBlockingQueue<>();
        ActionQueue queue = new ActionQueue(work -> {
            Thread thread = new Thread(work);
            workers.add(thread);
            thread.start();
        });
        assertTrue(queue.isIdle());
        queue.submit(() -> 1).result(LONG);
        workers.take().join(20_000);
        assertTrue(queue.isIdle());
        queue.submit(() -> 2).result(LONG);
        Thread second = workers.take();
        second.join(20_000);
        assertFalse(second.isAlive());
    }

    @Test
    void letsTheNextActionRunWhileOneWaitsForIt() {
        ActionQueue queue = new ActionQueue();
        Promise<String> first =
                queue.submit(() -> "saw " + queue.submit(() -> "second").result(LONG));
        assertEquals("saw second", first.result(LONG));
    }

    @Test
    void refusesAnActionThatWaitsForItsOwnResult() {
        ActionQueue queue = new ActionQueue();
        Promise<Promise<String>> itself = new Promise<>();
        Promise<String> action = queue.submit(() -> itself.result(LONG).result());
        itself.succeed(action);
        assertEquals(
                "the action would wait for its own result; have another action wait for it",
                assertThrows(IllegalStateException.class, () -> action.result(LONG))
                        .getMessage());
        assertEquals("next", queue.submit(() -> "next").result(LONG));
    }

    @Test
    void neverRunsTwoAtOnceThoughTheyWaitInBetween() {
        ActionQueue queue = new ActionQueue();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            queue.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                queue.submit(() -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            running.decrementAndGet();
                            return null;
                        })
                        .result(LONG);
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                all.countDown();
            });
        }
        try {
            assertTrue(all.await(20, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertEquals(1, most.get());
    }
}
