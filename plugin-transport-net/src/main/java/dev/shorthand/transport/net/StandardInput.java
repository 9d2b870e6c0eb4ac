package dev.shorthand.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Standard input, read by a thread of its own, because a read of it cannot be broken off.
 *
 * <p>That thread is a daemon, reads once for each time that somebody waits, and so holds no more than one buffer. When nobody waits any
 * more it stays in its read at most; what that brings is kept for the next who asks. Safe for any thread; all state is guarded by one lock.
 */
final class StandardInput {
    private static final int BUFFER = 16 << 10;

    private static @Nullable StandardInput last;

    private final InputStream in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // The thread fills it without the lock, once it has taken "wanted", which is set only while the buffer is empty.
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;

    // Whether somebody waits for bytes, and whether nobody will any more.
    private boolean wanted;
    private boolean released;

    private boolean alive;
    private boolean reading;
    private boolean ended;
    private @Nullable Exception failure;

    private StandardInput(InputStream in) {
        this.in = in;
    }

    /** Returns the one that reads this stream: two would take each other's bytes. */
    static synchronized StandardInput of(InputStream in) {
        if (last == null || last.in != in) {
            last = new StandardInput(in);
        }
        return last;
    }

    /** Reads what there is, and waits until there is something, the input has ended, or {@code closed} is set. */
    int read(byte[] target, int offset, int length, AtomicBoolean closed) throws IOException {
        lock.lock();
        try {
            while (!closed.get()) {
                if (start < end) {
                    int count = Math.min(length, end - start);
                    System.arraycopy(buffer, start, target, offset, count);
                    start += count;
                    return count;
                }
                if (ended) {
                    if (failure != null) {
                        throw new IOException("standard input is broken: " + failure.getMessage(), failure);
                    }
                    return -1;
                }
                startReading();
                changed.awaitUninterruptibly();
            }
            throw new IOException("stdio: was closed on this side");
        } finally {
            lock.unlock();
        }
    }

    /** Has the thread read once. The lock is held. */
    private void startReading() {
        wanted = !reading;
        released = false;
        if (alive) {
            changed.signalAll();
            return;
        }
        alive = true;
        Thread thread = new Thread(this::run, "shorthand stdin");
        thread.setDaemon(true);
        thread.start();
    }

    /** Has whoever waits in {@link #read} look at {@code closed} again, and the thread end, unless it is in its read. */
    void release() {
        lock.lock();
        try {
            wanted = false;
            released = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWanted()) {
            try {
                store(in.read(buffer, 0, BUFFER), null);
            } catch (IOException | RuntimeException e) {
                store(-1, e);
            }
        }
    }

    /** Waits until somebody wants bytes; false ends the thread. */
    private boolean awaitWanted() {
        lock.lock();
        try {
            while (!wanted && !released && !ended) {
                changed.awaitUninterruptibly();
            }
            alive = wanted && !ended;
            reading = alive;
            wanted = false;
            return alive;
        } finally {
            lock.unlock();
        }
    }

    private void store(int count, @Nullable Exception broken) {
        lock.lock();
        try {
            reading = false;
            ended = count < 0;
            failure = broken;
            start = 0;
            end = Math.max(0, count);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
