package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.ActionQueue;
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

    /** Where calls wait without an executor. */
    final ActionQueue queue;

    private final int maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition less = lock.newCondition();
    private long bytes;
    private boolean closed;

    SetAside(Receiver receiver) {
        this.queue = new ActionQueue(receiver.workers);
        this.maxBytes = receiver.limits.maxQueued();
    }

    /** Returns whether a call may be handled at once without overtaking another. */
    boolean isIdle() {
        return queue.isIdle();
    }

    /** Counts a call of so many bytes; false if the bound was reached and nothing was done about it for a while. */
    boolean count(int size) {
        long more = (long) size + OVERHEAD;
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

    /** Takes a call off the count once it has been handled. */
    void discount(int size) {
        lock.lock();
        try {
            bytes -= (long) size + OVERHEAD;
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
