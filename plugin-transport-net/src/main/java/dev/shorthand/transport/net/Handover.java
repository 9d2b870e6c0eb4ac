package dev.shorthand.transport.net;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one direction that wait to be taken over as they are, while a frame for each goes through the {@link Pipe}. What bounds the bytes
 * on their way, in the kernel and in the pipe, so bounds the messages.
 *
 * <p>Safe for any thread; all state is guarded by one lock.
 */
final class Handover {
    // What a burst has grown beyond this is given back after it.
    private static final int KEPT = 1 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private Deque<Message> waiting = new ArrayDeque<>();
    private int most;

    // The number of the first that waits: they are counted from 0 on.
    private long first;
    private boolean abandoned;
    private Conversions conversions = Conversions.standard();

    /** Says how the sender would write values, for a receiver that cannot take one as it is. */
    void writtenBy(Conversions sender) {
        lock.lock();
        try {
            conversions = sender;
        } finally {
            lock.unlock();
        }
    }

    Conversions conversions() {
        lock.lock();
        try {
            return conversions;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a message; returns its number. */
    long add(Message message) {
        lock.lock();
        try {
            if (abandoned) {
                // Its frame cannot be written either.
                return first;
            }
            waiting.add(message);
            most = Math.max(most, waiting.size());
            return first + waiting.size() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the message of that number out; those before it, whose frames never came, are dropped. Null if it is not there. */
    @Nullable
    Message take(long number) {
        lock.lock();
        try {
            Message taken = null;
            while (first <= number && !waiting.isEmpty()) {
                taken = waiting.remove();
                first++;
            }
            if (waiting.isEmpty() && most > KEPT) {
                waiting = new ArrayDeque<>();
                most = 0;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more need be added, as the frames do not arrive any more; those that have arrived are still taken. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go what waits, as nobody takes it any more: whoever keeps a peer that has gone does not keep that. */
    void clear() {
        lock.lock();
        try {
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
