package dev.shorthand.kernel;

/** Sees each payload of an endpoint, as it is on the wire but without its framing. For debugging and for records. */
@FunctionalInterface
public interface PayloadTrace {
    /** Which way a payload goes. */
    enum Direction {
        /** From a peer to this side. */
        IN,
        /** From this side to a peer. */
        OUT
    }

    /**
     * Sees one payload. Called before it is decoded, or after it is encoded and sealed; by the thread that reads or holds the send lock, so it
     * should return soon. What it throws is logged, and the payload goes its way.
     *
     * @param direction which way it goes
     * @param peerName  the peer
     * @param payload   holds it; not to be written to, nor kept after the return
     * @param offset    where it begins
     * @param length    its length in bytes
     */
    void payload(Direction direction, String peerName, byte[] payload, int offset, int length);
}
