package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.ActionQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one peer that have arrived and are not handled yet, bounded by their bytes.
 *
 * <p>A reader that handles calls itself sets them aside while one of them keeps another thread, or while there is no room for replies; so it can go
 * on reading the replies that others wait for. Safe for any thread.
 */
final class SetAside {
    /** Nothing that waits for a peer, or for this side's handlers, waits longer than this without progress. */
    static final long STALL_NANOS = 30_000_000_000L;

    /** What a call takes beyond its payload, and what a caller counts for one too. */
    static final int OVERHEAD = 32;

    private final ActionQueue queue;
    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition less = lock.newCondition();
    private long bytes;
    private boolean closed;

    SetAside(Executor workers, int maxBytes) {
        this.queue = new ActionQueue(workers);
        this.maxBytes = maxBytes;
    }

    /** Returns whether a call may be handled at once without overtaking another. */
    boolean isIdle() {
        return queue.isIdle();
    }

    /** Keeps what is set aside from now on until {@code over} returns. */
    void hold(Runnable over) {
        queue.execute(over);
    }

    /**
     * Has {@code work} done by an executor, or without one after what was set aside before, counting it until it has been done.
     *
     * @return false if the bound was reached and nothing was done about it for a while
     */
    boolean add(@Nullable Executor executor, int size, Runnable work) {
        long counted = (long) size + OVERHEAD;
        if (!count(counted)) {
            return false;
        }
        try {
            (executor == null ? queue : executor).execute(() -> {
                try {
                    work.run();
                } finally {
                    discount(counted);
                }
            });
        } catch (RuntimeException e) {
            discount(counted);
            throw e;
        }
        return true;
    }

    private boolean count(long more) {
        lock.lock();
        try {
            long left = STALL_NANOS;
            while (bytes > 0 && bytes + more > maxBytes && !closed) {
                if (left <= 0) {
                    return false;
                }
                long before = bytes;
                left = less.awaitNanos(left);
                if (bytes < before) {
                    left = STALL_NANOS;
                }
            }
            bytes += more;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void discount(long counted) {
        lock.lock();
        try {
            bytes -= counted;
            less.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go whoever waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            less.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
