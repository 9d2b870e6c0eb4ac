package dev.shorthand.kernel.spi;

import java.io.IOException;

/** A connection that carries whole payloads, such as a ZeroMQ socket's peer or a WebSocket. Safe for any thread. */
public interface MessageLink extends Link {
    /**
     * Sends one payload, or queues it within the transport's bound.
     *
     * @param payload the array that holds it; not kept after the return
     * @param offset  where it begins
     * @param length  its length in bytes
     * @throws IOException if the connection is broken or was closed on this side
     */
    void send(byte[] payload, int offset, int length) throws IOException;
}
