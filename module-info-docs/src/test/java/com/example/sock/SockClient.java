package com.example.sock;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.util.concurrent.atomic.AtomicReference;

/** One connection to a server. Safe for any thread. */
final class SockClient implements Transport {
    private final String expression;
    private final SockLink link;
    private final AtomicReference<String> state = new AtomicReference<>("open");

    SockClient(String expression, SockLink link) {
        this.expression = expression;
        this.link = link;
    }

    @Override
    public void start(TransportListener listener) {
        if (!state.compareAndSet("open", "started")) {
            throw new IllegalStateException(expression + " is " + state + "; open another one");
        }
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
        // Once it has been reported, the link is the kernel's to close.
        if (state.getAndSet("closed").equals("open")) {
            link.close();
        }
    }
}
