package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a transport again and again, on a daemon thread. Safe for any thread. */
final class RestartTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(RestartTransport.class);

    // Closing waits so long for the thread, which a listener may keep, or an opener that no interrupt wakes.
    private static final long JOIN_MILLIS = 1_000;

    private final String name;
    private final Restart.Opener opener;
    private final Backoff backoff;
    private final boolean waiting;
    private final Consumer<Restart.State> onState;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Opening opening = new Opening();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock: what is open, and whether it is over.
    private @Nullable Transport child;
    private boolean over;
    private @Nullable Thread thread;

    // How often opening has failed since it last went well. Confined to who opens.
    private int failures;

    RestartTransport(
            String name, Restart.Opener opener, Backoff backoff, boolean waiting, Consumer<Restart.State> onState) {
        this.name = name;
        this.opener = opener;
        this.backoff = backoff;
        this.waiting = waiting;
        this.onState = onState;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression());
        try {
            open(listener);
        } catch (RuntimeException e) {
            // An expression that cannot be read, for example: it would be as wrong the next time.
            close();
            throw e;
        }
        Thread keeper = new Thread(() -> keepAlive(listener), "shorthand restart " + name);
        keeper.setDaemon(true);
        lock.lock();
        try {
            if (!lifecycle.isClosed()) {
                thread = keeper;
                keeper.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void keepAlive(TransportListener listener) {
        while (awaitEnd() && pause()) {
            try {
                open(listener);
            } catch (RuntimeException e) {
                LOG.warn("{} failed to open, and will be tried again", name, e);
                ended();
            }
        }
    }

    /** Opens the child; what fails is logged, and leads to another try. */
    private void open(TransportListener listener) {
        Transport opened = null;
        try {
            opened = opening.open(opener, isKeeper());
            if (!adopt(opened)) {
                opened.close();
                return;
            }
            boolean server = opened.isServer();
            opened.start(new Ending(listener, cause -> {
                if (cause != null) {
                    LOG.warn("{} ended by itself: {}", name, cause.getMessage());
                    ended();
                } else if (!server) {
                    // A server stands without clients, too.
                    ended();
                }
            }));
            failures = 0;
            tell(Restart.State.UP);
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            if (lifecycle.isClosed()) {
                LOG.debug("{} was closed while it was opened", name, e);
                return;
            }
            failures++;
            tell(Restart.State.DOWN);
            if (e instanceof RuntimeException wrong) {
                throw wrong;
            }
            LOG.warn("{} cannot be opened, and will be tried again: {}", name, e.getMessage());
            ended();
        }
    }

    /** Returns whether this thread is the one that this transport has made, and not that of a user who starts it. */
    private boolean isKeeper() {
        lock.lock();
        try {
            return Thread.currentThread().equals(thread);
        } finally {
            lock.unlock();
        }
    }

    private boolean adopt(Transport opened) {
        lock.lock();
        try {
            over = false;
            child = opened;
            return !lifecycle.isClosed();
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the child is over; false when this is closed. */
    private boolean awaitEnd() {
        lock.lock();
        try {
            while (!over && !lifecycle.isClosed()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (lifecycle.isClosed()) {
            return false;
        }
        Transport ended = child();
        if (ended != null && failures == 0) {
            ended.close();
            tell(Restart.State.DOWN);
        }
        return true;
    }

    /** Waits before the next try; false when this is closed. */
    private boolean pause() {
        long left = backoff.nanos(failures, ThreadLocalRandom.current().nextDouble());
        lock.lock();
        try {
            while (left > 0 && !lifecycle.isClosed()) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} is tried at once, as its thread was interrupted", name, e);
        } finally {
            lock.unlock();
        }
        return !lifecycle.isClosed();
    }

    private void tell(Restart.State state) {
        try {
            onState.accept(state);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed as {} is {}", name, state, e);
        }
    }

    private @Nullable Transport child() {
        lock.lock();
        try {
            return child;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String expression() {
        Transport open = child();
        return "restart:" + backoff.first().toMillis() + "ms:(" + (open == null ? name : open.expression()) + ")";
    }

    /** Connections may come at any time, until it is closed. */
    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    public boolean awaitsPeers() {
        return waiting;
    }

    @Override
    public void close() {
        boolean first = !lifecycle.isClosed();
        lifecycle.close();
        opening.breakOff();
        Transport open;
        Thread keeper;
        lock.lock();
        try {
            open = child;
            keeper = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
        if (keeper != null && keeper != Thread.currentThread()) {
            try {
                keeper.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (first) {
            tell(Restart.State.CLOSED);
        }
    }

    @Override
    public String toString() {
        return expression();
    }
}
