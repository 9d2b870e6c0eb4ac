package dev.shorthand.transport.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Says when to warn again of what strangers can cause as often as they like: once a second at most. Safe for any thread. */
final class SeldomWarning {
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong last = new AtomicLong(System.nanoTime() - BETWEEN_NANOS);

    boolean isDue() {
        long before = last.get();
        long now = System.nanoTime();
        return now - before >= BETWEEN_NANOS && last.compareAndSet(before, now);
    }
}
