package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;

/** A transport of one connection, which is there from the beginning. Safe for any thread. */
final class LinkTransport implements Transport {
    private final String expression;
    private final StreamLink link;
    private final Lifecycle lifecycle = new Lifecycle();

    LinkTransport(String expression, StreamLink link) {
        this.expression = expression;
        this.link = link;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression);
        listener.connected(link);
    }

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public void close() {
        // Once it was reported it belongs to the kernel, which still has something to write, perhaps.
        if (lifecycle.close()) {
            link.close();
        }
    }

    @Override
    public String toString() {
        return expression;
    }
}
