package dev.shorthand.tck;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Waits for what is sure to come, if the plugin is right, and gives up on what does not. */
final class Await {
    // Long enough for a busy machine; a plugin that is right never waits so long.
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** May be set to another time, for example {@code PT1M}, where the machine is slower still. */
    static final String PROPERTY = "dev.shorthand.tck.deadline";

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Await() {}

    /** Returns how long is waited for each thing. */
    static Duration deadline() {
        String set = System.getProperty(PROPERTY);
        return set == null ? DEADLINE : Duration.parse(set);
    }

    /** Waits until {@code condition} holds; {@code what} goes after "waited 10 s for ". */
    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + deadline().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw givenUp(what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Takes the next from a queue, waiting for it. */
    static <T> T next(String what, BlockingQueue<T> queue) {
        T next = poll(queue, deadline());
        if (next == null) {
            throw givenUp(what);
        }
        return next;
    }

    /** Takes the next from a queue, or null when the time is up. */
    static <T> @Nullable T poll(BlockingQueue<T> queue, Duration atMost) {
        try {
            return queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static AssertionError givenUp(String what) {
        return new AssertionError("waited " + deadline().toSeconds() + " s for " + what);
    }
}
