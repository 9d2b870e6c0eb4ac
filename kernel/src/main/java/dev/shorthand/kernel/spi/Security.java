package dev.shorthand.kernel.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a payload into headers and payload, and back, knowing nothing of codecs.
 *
 * <p>The headers travel in a notification {@link #HEADER_METHOD} directly before the payload, encoded by the same codec. Safe for any thread.
 */
public interface Security {
    /** The method of the notification that carries the headers of the next payload. */
    String HEADER_METHOD = "rpc.secinfo";

    /**
     * Signs or encrypts one payload on its way out.
     *
     * @param payload the array that holds it
     * @param offset  where it begins
     * @param length  its length in bytes
     * @return what to send
     */
    Sealed seal(byte[] payload, int offset, int length);

    /**
     * Signs or encrypts one payload with what else its header is to tell: a deadline, and metadata of the application's own.
     *
     * @param payload  the array that holds it
     * @param offset   where it begins
     * @param length   its length in bytes
     * @param metadata to be sent beside the headers of security; empty for most messages
     * @return what to send, with the metadata among the headers; here unsigned, and without what has the name of one of the headers
     * @throws dev.shorthand.kernel.EncodeException if the metadata cannot be signed; the message names what of it
     */
    default Sealed seal(byte[] payload, int offset, int length, Map<String, @Nullable Object> metadata) {
        Sealed sealed = seal(payload, offset, length);
        if (metadata.isEmpty()) {
            return sealed;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(metadata);
        all.putAll(sealed.headers());
        return new Sealed(all, sealed.payload());
    }

    /**
     * Checks or decrypts one payload that came with headers.
     *
     * @param payload the array that holds it
     * @param offset  where it begins
     * @param length  its length in bytes
     * @param headers what came before it
     * @return the payload to decode, or null where it is the one given
     * @throws SecurityRefusedException if it is refused; the connection goes on
     */
    byte @Nullable [] open(byte[] payload, int offset, int length, Map<String, @Nullable Object> headers)
            throws SecurityRefusedException;

    /**
     * Returns whether a message without headers is refused.
     *
     * @return false where such a message passes as unsecured
     */
    default boolean demandsHeader() {
        return false;
    }

    /** What to send in place of a payload. Immutable, as far as its array is. */
    final class Sealed {
        private final Map<String, @Nullable Object> headers;
        private final byte @Nullable [] payload;

        /**
         * Makes one.
         *
         * @param headers go before it; when empty, no header is sent
         * @param payload the new payload, given away, or null where it is unchanged
         */
        public Sealed(Map<String, @Nullable Object> headers, byte @Nullable [] payload) {
            this.headers = headers;
            this.payload = payload;
        }

        /**
         * Returns what goes before the payload.
         *
         * @return when empty, no header is sent
         */
        public Map<String, @Nullable Object> headers() {
            return headers;
        }

        /**
         * Returns the new payload.
         *
         * @return the array itself, or null where the payload is unchanged
         */
        public byte @Nullable [] payload() {
            return payload;
        }
    }
}
