package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
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
final class ServerTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.class);

    // While accepting fails it is tried again after this time: at once would be for nothing, and use up a core.
    private static final long PAUSE_MILLIS = 50;

    // Closing waits so long for the accepting thread, which a listener may keep.
    private static final long JOIN_MILLIS = 1_000;

    private final Acceptor acceptor;
    private final LinkOptions links;
    private final String expression;
    private final Lifecycle lifecycle = new Lifecycle();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread accepting;

    private final SeldomWarning warning = new SeldomWarning();

    /** Takes over what listens already. */
    ServerTransport(Acceptor acceptor, LinkOptions links, String expression) {
        this.acceptor = acceptor;
        this.links = links;
        this.expression = expression;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression);
        Thread thread = new Thread(() -> accept(listener), "shorthand accept " + expression);
        thread.setDaemon(true);
        accepting = thread;
        thread.start();
    }

    private void accept(TransportListener listener) {
        while (!lifecycle.isClosed()) {
            try {
                acceptor.accept(link -> report(links.watch(link), listener));
            } catch (IOException e) {
                if (lifecycle.isClosed()) {
                    return;
                }
                if (!acceptor.isOpen()) {
                    listener.failed(e);
                    return;
                }
                warn(e);
                pause();
            }
        }
    }

    private void report(StreamLink link, TransportListener listener) {
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
        if (warning.isDue()) {
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
            acceptor.close();
        } catch (IOException e) {
            LOG.debug("closing {} failed", expression, e);
        }
        Thread thread = accepting;
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

    @Override
    public String toString() {
        return expression;
    }
}
