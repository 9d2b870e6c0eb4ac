package dev.shorthand.kernel.spi;

import java.util.Optional;

/** One connection of a {@link Transport}. */
public interface Link {
    /**
     * Returns the name of the peer on the other side, unique among the transport's connections.
     *
     * @return for example {@code 127.0.0.1:40123}
     */
    String peerName();

    /**
     * Returns who the peer is, as far as the transport has made sure of it.
     *
     * @return for example the subject of its certificate, {@code CN=client,O=Example}; empty where the transport cannot tell
     */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /**
     * Returns the codec that this connection has in place of the endpoint's: one that its two sides have agreed on, or one that hands messages over
     * within a process. A link has none of its own where {@link TransportListener#mayChooseCodec} does not allow it.
     *
     * @return empty by default: messages go through the endpoint's codec
     */
    default Optional<Codec> codec() {
        return Optional.empty();
    }

    /** Closes the connection; whoever reads or writes it meanwhile fails. Doing it twice is harmless. */
    void close();
}
