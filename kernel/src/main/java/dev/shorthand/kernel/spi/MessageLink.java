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
     * Sends one payload, or queues it within the transport's bound.
     *
     * @param payload the array that holds it; not kept after the return
     * @param offset  where it begins
     * @param length  its length in bytes
     * @throws IOException if the connection is broken or was closed on this side
     * @throws dev.shorthand.kernel.LimitException if the payload is longer than can be sent; the message has both figures, and the connection goes on
     */
    void send(byte[] payload, int offset, int length) throws IOException;
}
