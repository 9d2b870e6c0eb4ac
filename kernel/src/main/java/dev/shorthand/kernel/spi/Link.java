package dev.shorthand.kernel.spi;

/** One connection of a {@link Transport}. */
public interface Link {
    /**
     * Returns the name of the peer on the other side, unique among the transport's connections.
     *
     * @return for example {@code 127.0.0.1:40123}
     */
    String peerName();

    /** Closes the connection; whoever reads or writes it meanwhile fails. Doing it twice is harmless. */
    void close();
}
