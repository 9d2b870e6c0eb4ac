package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Message;

/**
 * Turns one message into one payload and back, and says how payloads are told apart in a stream.
 *
 * <p>Immutable and safe for any thread. What it makes is confined to a connection and may keep buffers and parsers.
 */
public interface Codec {
    /**
     * Returns a cutter for one stream in one direction.
     *
     * @return a new one, at the beginning of its stream
     */
    Framing newFraming();

    /**
     * Returns an encoder for one connection.
     *
     * @param conversions walks the values of messages; an encoder keeps {@link Conversions#confined} of it, to allocate nothing for a map
     * @return a new encoder
     */
    Encoder newEncoder(Conversions conversions);

    /**
     * Returns a decoder for one connection.
     *
     * @return a new decoder
     */
    Decoder newDecoder();

    /**
     * Encodes one message by itself; for tests, tools and transports that are not streams.
     *
     * @param message any message but a {@link dev.shorthand.kernel.Malformed}
     * @return the payload
     * @throws dev.shorthand.kernel.EncodeException if a value cannot be carried
     */
    default byte[] encode(Message message) {
        OutputBuffer out = new OutputBuffer(256);
        newEncoder(Conversions.standard()).encode(message, out);
        return out.toByteArray();
    }

    /**
     * Decodes one payload by itself, into plain values.
     *
     * @param payload one payload, without delimiter
     * @return the message, or a {@link dev.shorthand.kernel.Malformed}
     */
    default Message decode(byte[] payload) {
        return newDecoder().decode(payload, 0, payload.length, Binding.plain());
    }
}
