package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.function.Consumer;

/** Where connections come in. {@link #accept} is called by one thread, {@link #close} by any. */
interface Acceptor {
    /**
     * Waits for the next connection.
     *
     * @param report takes its link over, on this thread or, where more has to be found out first, later on another; one that is lost at once is not
     *               reported
     * @throws IOException if none can be accepted, now or, where this is not open any more, ever
     */
    void accept(Consumer<StreamLink> report) throws IOException;

    /** Returns whether another connection may come. */
    boolean isOpen();

    /** Stops accepting, and wakes whoever waits in {@link #accept}. Doing it twice is harmless. */
    void close() throws IOException;
}
