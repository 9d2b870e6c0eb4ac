package dev.shorthand.kernel.spi;

import java.io.IOException;

/** A connection that carries whole payloads, such as a ZeroMQ socket's peer or a WebSocket. Safe for any thread. */
public interface MessageLink extends Link {
    /**
     * Returns whether what it carries is framed by the codec, as on a stream: each payload then has its delimiter or header, and one that arrives may hold
     * several. So it is with datagrams as quickrpc sends them.
     *
     * @return false by default: one payload and nothing else; the same on every call
     */
    default boolean isFramed() {
        return false;
    }

    /**
     * Waits until there is room, where as much waits to be sent as may. Called before each message, with no lock held, so that nobody but the sender waits.
     *
     * @param isReply       whether it answers a call of the peer: such a one waits, whatever was chosen for calls and notifications
     * @param deadlineNanos until when, on {@link System#nanoTime}
     * @throws dev.shorthand.kernel.LimitException    if it is to fail at once
     * @throws dev.shorthand.kernel.DeadlineException if there was no room in time
     */
    default void awaitRoom(boolean isReply, long deadlineNanos) {}

    /**
     * Returns whether {@link #awaitRoom} would wait, so that what is sent to all goes to the others first.
     *
     * @return false by default
     */
    default boolean isFull() {
        return false;
    }

    /**
     * Sends one payload, or queues it within the transport's bound.
     *
     * @param payload the array that holds it; not kept after the return
     * @param offset  where it begins
     * @param length  its length in bytes
     * @throws IOException if the connection is broken or was closed on this side
     * @throws dev.shorthand.kernel.LimitException if the payload is longer than can be sent; the message has both figures, and the connection goes on
     */
    void send(byte[] payload, int offset, int length) throws IOException;

    /**
     * Sends a payload with the header that belongs before it. The other side's receiver gets both, one after the other, with nothing between. A transport
     * on which two messages may go different ways overrides this and sends them as one.
     *
     * @param buffer       holds the header and, right behind it, the payload; not kept after the return
     * @param offset       where the header begins
     * @param headerLength the header's length in bytes, from 1 up
     * @param length       the length of both in bytes
     * @throws IOException if the connection is broken or was closed on this side
     */
    default void send(byte[] buffer, int offset, int headerLength, int length) throws IOException {
        send(buffer, offset, headerLength);
        send(buffer, offset + headerLength, length - headerLength);
    }

    /**
     * Returns whether the call that arrives now may be handled by the thread that delivers it, which spares a hand-over: a handler that waits then keeps
     * nothing else from arriving, and sending a reply would not wait. Otherwise a thread of the endpoint handles it.
     *
     * @return false by default
     */
    default boolean mayHandleHere() {
        return false;
    }

    /**
     * Returns whether replies still reach the peer that sends nothing more. Asked when the receiver was told so without a cause: calls of the peer that are being handled are then answered
     * before the connection ends, and it ends at once otherwise.
     *
     * @return true by default
     */
    default boolean takesReplies() {
        return true;
    }
}
