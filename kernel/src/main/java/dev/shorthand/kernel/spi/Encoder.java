package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Message;

/**
 * Turns messages into payloads, one after the other. Confined to whoever holds the connection's send lock, so it may keep buffers.
 */
public interface Encoder {
    /**
     * Appends one payload.
     *
     * @param message any message but a {@link dev.shorthand.kernel.Malformed}
     * @param out     where to append; what it holds already is left as it is
     * @throws EncodeException if a value cannot be carried; what was appended is then cut off by the caller, and
     *                         the encoder is good for further messages
     */
    void encode(Message message, OutputBuffer out);
}
