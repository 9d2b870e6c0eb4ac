package dev.shorthand.binding;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server's transport with an endpoint beside it that announces it; see {@link Announcer#announced}. Safe for any thread. */
final class AnnouncedTransport implements Transport {
    private final Transport server;
    private final EndpointBuilder network;
    private final String description;

    // Guarded by this.
    private @Nullable Endpoint announcing;
    private boolean closed;

    AnnouncedTransport(Transport server, EndpointBuilder network, String description) {
        this.server = server;
        this.network = network;
        this.description = description;
    }

    @Override
    public void start(TransportListener listener) throws IOException {
        server.start(listener);
        try {
            announce();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private synchronized void announce() throws IOException {
        if (!closed) {
            Endpoint endpoint = network.open();
            announcing = endpoint;
            new Announcer(endpoint).advertiseToAll(description.replace("{}", server.expression()));
        }
    }

    @Override
    public String expression() {
        return server.expression();
    }

    @Override
    public boolean isServer() {
        return server.isServer();
    }

    @Override
    public boolean awaitsPeers() {
        return server.awaitsPeers();
    }

    @Override
    public void close() {
        Endpoint ending;
        synchronized (this) {
            closed = true;
            ending = announcing;
            announcing = null;
        }
        if (ending != null) {
            ending.close(Duration.ZERO);
        }
        server.close();
    }
}
