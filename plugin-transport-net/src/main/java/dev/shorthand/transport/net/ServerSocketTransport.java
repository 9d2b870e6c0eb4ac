package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections, on a daemon thread named for the address. Safe for any thread.
 *
 * <p>One that cannot be accepted, as when no file descriptor is free, is logged once a second at most, and accepting goes on.
 */
final class ServerSocketTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSocketTransport.class);

    // While accepting fails it is tried again after this time: at once would be for nothing, and use up a core.
    private static final long PAUSE_MILLIS = 50;
    private static final long BETWEEN_WARNINGS_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Closing waits so long for the accepting thread, which a listener may keep.
    private static final long JOIN_MILLIS = 1_000;

    private final ServerSocket server;
    private final String expression;
    private final SocketOptions options;
    private final Lifecycle lifecycle = new Lifecycle();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread acceptor;

    // Confined to the accepting thread.
    private long lastWarningNanos = System.nanoTime() - BETWEEN_WARNINGS_NANOS;

    /** Takes over a bound socket. */
    ServerSocketTransport(ServerSocket server, String expression, SocketOptions options) {
        this.server = server;
        this.expression = expression;
        this.options = options;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression);
        Thread thread = new Thread(() -> accept(listener), "shorthand accept " + expression);
        thread.setDaemon(true);
        acceptor = thread;
        thread.start();
    }

    private void accept(TransportListener listener) {
        while (!lifecycle.isClosed()) {
            Socket socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                if (lifecycle.isClosed()) {
                    return;
                }
                if (server.isClosed()) {
                    listener.failed(e);
                    return;
                }
                warn(e);
                pause();
                continue;
            }
            report(socket, listener);
        }
    }

    private void report(Socket socket, TransportListener listener) {
        SocketLink link;
        try {
            options.applyTo(socket);
            link = new SocketLink(socket, HostPort.nameOf((InetSocketAddress) socket.getRemoteSocketAddress()));
        } catch (IOException e) {
            // A client that has hung up already.
            LOG.debug("a connection to {} was lost at once", expression, e);
            closeQuietly(socket);
            return;
        }
        if (lifecycle.isClosed()) {
            link.close();
            return;
        }
        try {
            listener.connected(link);
        } catch (RuntimeException | Error e) {
            // For example no thread to read it can be had. The others must not suffer.
            LOG.warn("{} connected to {} and could not be taken", link, expression, e);
            link.close();
        }
    }

    private void warn(IOException cause) {
        long now = System.nanoTime();
        if (now - lastWarningNanos >= BETWEEN_WARNINGS_NANOS) {
            lastWarningNanos = now;
            LOG.warn(
                    "{} cannot accept a connection: {}; it goes on trying (are there file descriptors left? see ulimit -n)",
                    expression,
                    cause.getMessage());
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("{} was closed while it could not accept", expression);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; what ends it is close().
            LOG.debug("{} was interrupted", expression, e);
        }
    }

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public void close() {
        lifecycle.close();
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", expression, e);
        }
        Thread thread = acceptor;
        if (thread != null && thread != Thread.currentThread()) {
            awaitEnd(thread);
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a lost connection failed", e);
        }
    }

    @Override
    public String toString() {
        return expression;
    }
}
