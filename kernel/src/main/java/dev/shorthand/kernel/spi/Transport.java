package dev.shorthand.kernel.spi;

import java.io.IOException;

/**
 * Moves bytes between this side and named peers. Safe for any thread.
 *
 * <p>It reports each connection to its {@link TransportListener}: as a {@link StreamLink}, whose bytes the kernel reads and cuts into
 * payloads, or as a {@link MessageLink}, which carries one payload at a time.
 */
public interface Transport extends AutoCloseable {
    /**
     * Begins: a client reports its connection before this returns, a server accepts from now on.
     *
     * @param listener told of every connection; called from any thread
     * @throws IOException           if it cannot begin
     * @throws IllegalStateException if it was started before, or is closed
     */
    void start(TransportListener listener) throws IOException;

    /**
     * Returns the expression with what became known on opening, such as the port that was free.
     *
     * @return for example {@code tcpserv:127.0.0.1:40123}
     */
    String expression();

    /**
     * Returns whether further peers may connect by themselves.
     *
     * @return true for a server; false where the end of the last connection is the end of the transport
     */
    boolean isServer();

    /**
     * Returns whether a call that finds no peer connected waits for one, until its deadline.
     *
     * @return false by default: it fails at once; the same on every call
     */
    default boolean awaitsPeers() {
        return false;
    }

    /**
     * Stops taking connections. Those that were reported are closed by the kernel, which then calls this once more: when that returns, no thread and no socket
     * is left.
     */
    @Override
    void close();
}
