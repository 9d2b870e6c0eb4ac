package dev.shorthand.transport.zmq;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import zmq.ZMQ;

/**
 * To which servers a DEALER is connected, as jeromq's threads tell it: from the greeting of ZMTP (RFC 23, section "Connection") until the connection ends.
 * Safe for any thread.
 */
final class Connected implements ZMQ.EventConsummer {
    // Longer than any thread takes to read what has arrived; only that one would keep jeromq waiting.
    private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final boolean always;
    private final TooLong tooLong;
    private final Runnable whenChanged;

    // Guarded by lock: one at most for each address.
    private final Set<String> up = new HashSet<>();

    // How often the last connection, or one before its greeting, was lost.
    private volatile int losses;

    // How often one was lost while there were others.
    private volatile int partings;
    private volatile int ends;

    // Guarded by lock: before which of the ends all that had arrived was read, and whether nobody reads any more.
    private int endsRead;
    private boolean unread;

    // Guarded by lock: those that jeromq ended, and does not connect again by itself.
    private final Set<String> cut = new HashSet<>();
    private volatile boolean hasCut;

    Connected(boolean always, TooLong tooLong, Runnable whenChanged) {
        this.always = always;
        this.tooLong = tooLong;
        this.whenChanged = whenChanged;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for those who read without it
    public void consume(ZMQ.Event event) {
        boolean endedHere = tooLong.hasEnded(event);
        boolean wasUp = false;
        lock.lock();
        try {
            if (endedHere) {
                cut.add(event.addr);
                hasCut = true;
            }
            if (event.event == ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL) {
                up.add(event.addr);
            } else {
                ends++;
                wasUp = up.remove(event.addr);
                if (wasUp && up.isEmpty() && !always) {
                    losses++;
                } else {
                    partings++;
                }
            }
            change.signalAll();
        } finally {
            lock.unlock();
        }
        whenChanged.run();
        if (wasUp) {
            awaitRead();
        }
    }

    /**
     * Waits until all is read that has arrived: jeromq, which calls this on its own thread, throws away after it what is not (as ZMQ_IMMEDIATE has it), be it
     * the last reply of a server that closes.
     */
    private void awaitRead() {
        long left = READ_NANOS;
        lock.lock();
        try {
            int end = ends;
            while (!unread && endsRead - end < 0 && left > 0) {
                left = change.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Says that all was read that had arrived before there were so many ends of connections; by the thread that reads. */
    void hasRead(int endsBefore) {
        lock.lock();
        try {
            endsRead = endsBefore;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing is read any more. */
    void readNoMore() {
        lock.lock();
        try {
            unread = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isUp() {
        lock.lock();
        try {
            return always || !up.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int losses() {
        return losses;
    }

    int partings() {
        return partings;
    }

    boolean hasCut() {
        return hasCut;
    }

    /** Returns where jeromq has ended a connection, as it would say it, and does not connect again by itself; each once. */
    Set<String> takeCut() {
        lock.lock();
        try {
            Set<String> taken = Set.copyOf(cut);
            cut.clear();
            hasCut = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many connections were made that ended. */
    int ends() {
        return ends;
    }

    /** Waits for a connection; returns whether there is one, or none was to be waited for. */
    boolean await(long nanos) {
        long left = nanos;
        lock.lock();
        try {
            while (!always && up.isEmpty() && left > 0) {
                left = change.awaitNanos(left);
            }
            return nanos == 0 || always || !up.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
