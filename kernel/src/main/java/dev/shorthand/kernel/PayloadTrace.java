package dev.shorthand.kernel;

/** Sees each payload of an endpoint, as it is on the wire but without its framing. For debugging and for records. */
@FunctionalInterface
public interface PayloadTrace {
    /**
     * Sees one payload. Called before it is decoded, or after it is encoded and sealed; by the thread that reads or holds the send lock, so it
     * should return soon. What it throws is logged, and the payload goes its way.
     *
     * @param incoming whether it comes from the peer, and does not go there
     * @param peerName the peer
     * @param payload  holds it; not to be written to, nor kept after the return
     * @param offset   where it begins
     * @param length   its length in bytes
     */
    void payload(boolean incoming, String peerName, byte[] payload, int offset, int length);
}
