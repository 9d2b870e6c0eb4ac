package dev.shorthand.jmh;

import java.io.IOException;

/**
 * A client and its server, which exchange the messages of {@link Echo} over loopback TCP. Confined to the thread that measures.
 */
interface Side extends AutoCloseable {
    /** Notifications between two synchronous calls, for messages of {@code bytes}; so many that the call is lost in them. */
    static int notesPerCall(int bytes) {
        return Math.max(100, Math.min(20_000, (8 << 20) / bytes));
    }

    /** Makes one call on one connection, and waits for its reply. */
    void call(int connection) throws IOException;

    /**
     * Makes calls, {@code inFlight} at once, on the first connection, from the calling thread; returns how many, once the last reply is
     * there.
     */
    long pipeline(int inFlight, long calls, long untilNanos) throws IOException, InterruptedException;

    /**
     * Makes calls on the first connection, {@code inFlight} to begin with and then one for each reply, from the thread that reads it; returns
     * how many, once the last reply is there.
     */
    long chains(int inFlight, long calls, long untilNanos) throws IOException, InterruptedException;

    /** Sends notifications on the first connection; returns how many, once the reply to a call behind the last is there. */
    long notes(long calls, long untilNanos) throws IOException;

    @Override
    void close() throws IOException;
}
