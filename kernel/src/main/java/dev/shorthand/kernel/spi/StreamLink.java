package dev.shorthand.kernel.spi;

import java.io.IOException;

/**
 * A connection that carries a stream of bytes, such as a TCP socket or a child's pipes.
 *
 * <p>One thread reads and one thread writes at any time, not always the same ones; {@link #close} comes from any.
 */
public interface StreamLink extends Link {
    /**
     * Reads what there is, blocking until there is something.
     *
     * @param buffer where to put it
     * @param offset where in {@code buffer}
     * @param length at most so many bytes, from 1 up
     * @return how many bytes, or -1 at the end of the stream
     * @throws IOException if the connection is broken or was closed on this side
     */
    int read(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Returns whether {@link #read(byte[], int, int, int)} can do what it says. Callers then read their own replies where calls are made one at a time.
     *
     * @return false where it always returns 0
     */
    default boolean readsForAWhile() {
        return false;
    }

    /**
     * Reads what there is, waiting no longer than it is told. No byte is lost where nothing came in time. The calling thread may be one of the application's: an interrupt
     * must not harm the link, and need not end the wait.
     *
     * @param buffer where to put it
     * @param offset where in {@code buffer}
     * @param length at most so many bytes, from 1 up
     * @param millis how long to wait at most, in milliseconds, from 1 up
     * @return how many bytes, 0 where none came in time or this thread cannot read so, or -1 at the end of the stream
     * @throws IOException if the connection is broken or was closed on this side
     */
    default int read(byte[] buffer, int offset, int length, int millis) throws IOException {
        return 0;
    }

    /**
     * Returns whether {@link #read(byte[], int, int)} would return at once, if that can be said in less than a microsecond or so. While many messages come, the
     * thread that reads asks this for some microseconds before it lets itself be put to sleep.
     *
     * @return true also where nothing can be said
     * @throws IOException if the connection is broken or was closed on this side
     */
    default boolean isReadable() throws IOException {
        return true;
    }

    /**
     * Writes all of it, blocking until the operating system has taken it.
     *
     * @param buffer holds the bytes
     * @param offset where they begin
     * @param length how many
     * @throws IOException if the connection is broken or was closed on this side
     */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Says that nothing more will be written, so that the peer reads the end of the stream after what was. Reading goes on. Where the
     * link cannot say so this does nothing.
     */
    default void finish() {}

    /**
     * Is told that the peer's first whole frame has come, once, by the thread that reads. A link may close itself where that takes too long.
     */
    default void framed() {}

    /**
     * Is told that a call or a notification finds more than {@code maxQueued} bytes waiting to be written, before its sender waits for room. A link may rather have the sender fail, or
     * close itself.
     *
     * @param queued how many bytes wait
     * @throws dev.shorthand.kernel.LimitException to have the sender fail
     */
    default void full(int queued) {}
}
