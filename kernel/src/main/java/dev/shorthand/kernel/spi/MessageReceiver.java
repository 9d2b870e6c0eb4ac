package dev.shorthand.kernel.spi;

import org.jspecify.annotations.Nullable;

/**
 * Takes what arrives on one {@link MessageLink}; the kernel implements it. Called by one thread at a time, but for {@link #disconnected}, which may come while a
 * handler keeps that thread.
 */
public interface MessageReceiver {
    /**
     * Takes one payload. It returns soon where no handler may run on this thread ({@link MessageLink#mayHandleHere}).
     *
     * @param payload the array that holds it; not kept after the return
     * @param offset  where it begins
     * @param length  its length in bytes
     * @return whether something of this side's answers it, now or later, for transports on which a peer waits for each message to be answered; false
     *     for a notification, for a reply, and for a header before its payload
     */
    boolean received(byte[] payload, int offset, int length);

    /**
     * Is told that nothing more will arrive. Without a cause, calls of the peer that are being handled are still answered, for up to 30 s, where the link {@link MessageLink#takesReplies};
     * the link is closed after that.
     *
     * @param cause why, or null where the peer closed in good order
     */
    void disconnected(@Nullable Throwable cause);
}
