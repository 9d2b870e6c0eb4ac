package dev.shorthand.transport.zmq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Says once a second at most that it is time for a warning: a stranger may give cause for one as often as he likes. Safe for any thread. */
final class SeldomWarning {
    private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong last = new AtomicLong(System.nanoTime() - BETWEEN_NANOS);

    /** Returns whether to warn now; then it is too early for the others. */
    boolean isDue() {
        long now = System.nanoTime();
        long before = last.get();
        return now - before >= BETWEEN_NANOS && last.compareAndSet(before, now);
    }
}
