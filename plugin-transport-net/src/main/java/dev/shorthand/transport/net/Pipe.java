package dev.shorthand.transport.net;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a connection within this process: bytes from one writer to one reader, who wait for one another.
 *
 * <p>Safe for any thread; all state is guarded by one lock.
 */
final class Pipe {
    // As much as a socket's buffers take, about; what is more waits in the kernel's queue, which has its own bound.
    private static final int CAPACITY = 64 << 10;

    private static final byte[] NOTHING = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // A ring, made with the first byte: many connections never say much.
    private byte[] ring = NOTHING;
    private int start;
    private int size;

    // Whether nothing more will be written, and whether nobody reads any more.
    private boolean finished;
    private boolean abandoned;

    /** Waits for bytes; -1 once all were read and nothing more comes. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (size == 0 && !finished && !abandoned) {
                changed.awaitUninterruptibly();
            }
            if (abandoned) {
                throw new IOException("the connection was closed on this side");
            }
            int count = Math.min(length, size);
            if (count == 0) {
                return -1;
            }
            int atOnce = Math.min(count, ring.length - start);
            System.arraycopy(ring, start, buffer, offset, atOnce);
            System.arraycopy(ring, 0, buffer, offset + atOnce, count - atOnce);
            start = (start + count) % ring.length;
            size -= count;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    boolean isReadable() {
        lock.lock();
        try {
            return size > 0 || finished || abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all of it has room. */
    void write(byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            int written = 0;
            while (written < length) {
                while (size == CAPACITY && !finished && !abandoned) {
                    changed.awaitUninterruptibly();
                }
                if (finished || abandoned) {
                    throw new IOException(
                            finished
                                    ? "the connection was closed on this side"
                                    : "the other side closed the connection");
                }
                written += put(buffer, offset + written, length - written);
            }
        } finally {
            lock.unlock();
        }
    }

    // Called with the lock held.
    private int put(byte[] buffer, int offset, int length) {
        if (ring.length == 0) {
            ring = new byte[CAPACITY];
        }
        int end = (start + size) % CAPACITY;
        int count = Math.min(length, Math.min(CAPACITY - size, CAPACITY - end));
        System.arraycopy(buffer, offset, ring, end, count);
        size += count;
        changed.signalAll();
        return count;
    }

    /** Says that nothing more will be written. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that nobody reads any more. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
