package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several transports as one; {@code mux:(tcpserv::8888)(stdio:)} in an expression. Peers keep the names that their own transport gives them.
 *
 * <pre>{@code
 * Mux all = Mux.of(Tcp.server("", 8888).open(), Stdio.open());
 * Endpoint endpoint = Endpoint.builder().codec("terse").transport(all).open();
 * all.add(Unix.server(Path.of("/run/app.sock")).open());
 * }</pre>
 *
 * <p>Safe for any thread.
 */
public final class Mux implements Transport {
    // Guarded by this: the transports, each with what watches it once it was started.
    private final Map<Transport, @Nullable Ending> children = new LinkedHashMap<>();
    private @Nullable TransportListener listener;
    private boolean closed;

    private Mux() {}

    /**
     * Makes one of open transports, which belong to it from now on.
     *
     * @param transports none of them started; there may be none at first
     * @return the transport
     */
    public static Mux of(Transport... transports) {
        Mux mux = new Mux();
        for (Transport transport : transports) {
            mux.children.put(transport, null);
        }
        return mux;
    }

    /**
     * Starts all, or none: where one cannot be started, all are closed.
     *
     * @throws IOException naming each that could not be started, and why
     */
    @Override
    public synchronized void start(TransportListener listener) throws IOException {
        refuseIfClosed();
        if (this.listener != null) {
            throw new IllegalStateException(expression() + " was started before; open another transport");
        }
        this.listener = listener;
        List<Exception> failures = new ArrayList<>();
        for (Transport child : List.copyOf(children.keySet())) {
            try {
                start(child, listener);
            } catch (IOException | RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            String all = expression();
            close();
            children.values().forEach(Mux::closeLinks);
            throw together("cannot start " + all, failures);
        }
    }

    // Called with the lock held.
    private void start(Transport child, TransportListener listener) throws IOException {
        Ending ending = new Ending(listener, cause -> {
            if (cause != null) {
                listener.failed(cause);
            }
        });
        children.put(child, ending);
        child.start(ending);
    }

    /** Returns one exception that lists what went wrong with each. */
    static IOException together(String what, List<Exception> failures) {
        IOException all = new IOException(
                what + ": " + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; and ")),
                failures.get(0));
        failures.subList(1, failures.size()).forEach(all::addSuppressed);
        return all;
    }

    /**
     * Adds a transport, and starts it if this one was started.
     *
     * @param transport open and not started; belongs to this one from now on
     * @throws IOException           if it cannot be started; it is closed, and the others go on
     * @throws IllegalStateException if this one is closed
     */
    public synchronized void add(Transport transport) throws IOException {
        refuseIfClosed();
        children.put(transport, null);
        if (listener != null) {
            try {
                start(transport, listener);
            } catch (IOException | RuntimeException e) {
                remove(transport);
                throw e;
            }
        }
    }

    /**
     * Takes a transport out, and closes it and its connections; the others go on.
     *
     * @param transport one that was given or added; another is ignored
     */
    public void remove(Transport transport) {
        Ending ending;
        synchronized (this) {
            if (!children.containsKey(transport)) {
                return;
            }
            ending = children.remove(transport);
        }
        transport.close();
        closeLinks(ending);
    }

    private static void closeLinks(@Nullable Ending ending) {
        if (ending != null) {
            ending.closeAll();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException(expression() + " is closed; open another transport");
        }
    }

    @Override
    public synchronized String expression() {
        return "mux:"
                + children.keySet().stream()
                        .map(child -> "(" + child.expression() + ")")
                        .collect(Collectors.joining());
    }

    /** Returns whether one of them is a server. */
    @Override
    public synchronized boolean isServer() {
        return children.keySet().stream().anyMatch(Transport::isServer);
    }

    /** Returns whether calls wait for the peers of one of them. */
    @Override
    public synchronized boolean awaitsPeers() {
        return children.keySet().stream().anyMatch(Transport::awaitsPeers);
    }

    @Override
    public void close() {
        List<Transport> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(children.keySet());
        }
        all.forEach(Transport::close);
    }

    @Override
    public String toString() {
        return expression();
    }
}
