package dev.shorthand.kernel.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of an endpoint that watches the time: deadlines of calls, links that are to be closed, and readers that are held up.
 *
 * <p>A call does not set a timer. The clock knows the earliest deadline of all and looks through the pending calls when it has come; as
 * calls end long before their deadline, and later calls have later ones, a busy connection wakes it once in a timeout. Its thread
 * is alive only while there is something to watch. Safe for any thread.
 */
public final class Clock implements Runnable {
    /** How often readers are looked at while any is busy: a reader is relieved after two looks. */
    static final long TICK_NANOS = 4_000_000;

    // Deadlines are kept to this; without it many calls with deadlines close together would be looked through one by
    // one.
    private static final long GRAIN_NANOS = 1_000_000;
    private static final long IDLE_NANOS = 2_000_000_000;

    private final Set<Connection> watched = ConcurrentHashMap.newKeySet();

    // Guarded by this for writing; read without it to see whether the thread must be woken.
    private volatile long wakeAt = Long.MAX_VALUE;
    private volatile boolean ticking;
    private @Nullable Thread thread;
    private boolean closed;

    // The origin of all times here, so that comparisons of nanoTime values cannot overflow.
    private final long origin = System.nanoTime();

    /** Makes a clock, which has no thread yet. */
    public Clock() {}

    void watch(Connection connection) {
        watched.add(connection);
    }

    void forget(Connection connection) {
        watched.remove(connection);
    }

    /** Sees to it that the clock wakes by a call's deadline; costs one read where it will anyway. */
    void deadline(long deadlineNanos) {
        long at = deadlineNanos - origin;
        if (at < wakeAt) {
            wakeAt(at);
        }
    }

    /** Sees to it that busy readers are looked at; costs one read where they are already. */
    void tick() {
        if (!ticking) {
            synchronized (this) {
                ticking = true;
                wakeAt(now() + TICK_NANOS);
            }
        }
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    private synchronized void wakeAt(long at) {
        if (closed) {
            return;
        }
        if (at < wakeAt) {
            wakeAt = at;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
        if (thread == null) {
            thread = Workers.daemon(this, "shorthand-clock");
            thread.start();
        }
    }

    /** Watches, on the thread of its own. */
    @Override
    public void run() {
        while (true) {
            long sleep = wakeAt - now();
            if (sleep <= 0) {
                turn();
                continue;
            }
            LockSupport.parkNanos(this, Math.min(sleep, IDLE_NANOS));
            synchronized (this) {
                // Where there is nothing to watch, the next call starts another.
                if (closed || wakeAt == Long.MAX_VALUE) {
                    thread = null;
                    return;
                }
            }
        }
    }

    private void turn() {
        // Whatever is added from now on lowers this again.
        wakeAt = Long.MAX_VALUE;
        boolean tickNow = ticking;
        boolean busy = false;
        long nowNanos = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (Connection connection : watched) {
            next = Math.min(next, connection.expire(nowNanos));
            busy |= tickNow && connection.look();
        }
        synchronized (this) {
            long now = now();
            if (next != Long.MAX_VALUE) {
                wakeAt = Math.min(wakeAt, now + Math.max(next, GRAIN_NANOS));
            }
            if (tickNow) {
                ticking = busy;
            }
            if (ticking) {
                wakeAt = Math.min(wakeAt, now + TICK_NANOS);
            }
        }
    }

    /** Ends the thread. */
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = thread;
        }
        if (ending != null && ending != Thread.currentThread()) {
            LockSupport.unpark(ending);
            try {
                ending.join(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
