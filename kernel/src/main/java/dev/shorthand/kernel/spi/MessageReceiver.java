package dev.shorthand.kernel.spi;

import org.jspecify.annotations.Nullable;

/** Takes what arrives on one {@link MessageLink}; the kernel implements it. Called by one thread at a time. */
public interface MessageReceiver {
    /**
     * Takes one payload. It returns soon: no handler runs on this thread.
     *
     * @param payload the array that holds it; not kept after the return
     * @param offset  where it begins
     * @param length  its length in bytes
     */
    void received(byte[] payload, int offset, int length);

    /**
     * Is told that nothing more will arrive. Without a cause, calls of the peer that are being handled are still answered, for up to 30 s; the link is closed
     * after that.
     *
     * @param cause why, or null where the peer closed in good order
     */
    void disconnected(@Nullable Throwable cause);
}
