package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Message;

/**
 * Turns payloads into messages, one after the other. Confined to whoever reads the connection, so it may keep a parser.
 */
public interface Decoder {
    /**
     * Reads one payload.
     *
     * @param payload the array that holds it; not kept after the return, nor written to
     * @param offset  where it begins
     * @param length  its length in bytes, from 1 up
     * @param binding reads the arguments and results
     * @return the message, or a {@link dev.shorthand.kernel.Malformed}; nothing is thrown, whatever the bytes are
     */
    Message decode(byte[] payload, int offset, int length, Binding binding);
}
