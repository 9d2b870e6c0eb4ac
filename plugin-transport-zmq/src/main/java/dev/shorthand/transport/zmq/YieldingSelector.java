package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A selector that lets signals go first: whoever writes one before whoever reads it, and a pipe that brings one before the connections.
 *
 * <p>It gives the processor away where it has been told of the same signal twice. jeromq 0.6.0 wakes its threads through a pipe and counts the signal a
 * moment after it has written it ({@code zmq.Signaler.send}). Whoever is woken before that finds nothing to do and looks again at once; where it took the
 * writer's processor, for as long as the scheduler lets it, which is 4 ms on Linux as it mostly is. A pipe that is readable in two looks in a row says so:
 * the writer then goes first.
 *
 * <p>It lists pipes before all else that is ready. When jeromq has connected, its connecter gives up the channel's key, and asks its own thread by a signal
 * to have the channel registered for the engine. The key goes with the next look ({@code zmq.poll.Poller.run}). Where the pipe was ready beside the channel and
 * came later, that signal was read before: the engine found the old key and was never told of anything, and the connection made no handshake.
 *
 * <p>It leaves those waiting for a moment who want to connect and cannot be accepted, as where no file descriptor is free. jeromq is told by the system, for as long as
 * they wait, that there is somebody to accept, and would try again at once, over and over, with all the time that its thread has.
 *
 * <p>It does everything else by another selector, with a key of its own for each of that one's, as a channel finds its key by the selector.
 * Registering, selecting and reading the keys are for one thread at a time; {@link #wakeup} and {@link #close} are for any.
 */
final class YieldingSelector extends AbstractSelector {
    private static final long NOW = -1;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    // That which each thread of jeromq accepts by: the same thread tells what it could not accept.
    private static final ThreadLocal<YieldingSelector> ACCEPTING = new ThreadLocal<>();

    private final Selector inner;
    private final LongSupplier nanoTime;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<SelectionKey> selected = new LinkedHashSet<>();

    // Within a look: what is ready and no pipe.
    private final List<SelectionKey> others = new ArrayList<>();

    // Those of channels that accept, which are few.
    private final Set<Key> servers = ConcurrentHashMap.newKeySet();

    // Until when nobody is accepted, on System.nanoTime; 0 where there is no pause.
    private long pausedUntil;

    // Whether a pipe was readable in the last look.
    private boolean signal;

    YieldingSelector(Selector inner) {
        this(inner, System::nanoTime);
    }

    YieldingSelector(Selector inner, LongSupplier nanoTime) {
        super(inner.provider());
        this.inner = inner;
        this.nanoTime = nanoTime;
    }

    /** A key that a channel has with this selector. */
    private final class Key extends AbstractSelectionKey {
        private final SelectableChannel channel;
        private final SelectionKey innerKey;

        // What is to be told of it, also while it is paused.
        private int ops;

        Key(SelectableChannel channel, int ops) throws ClosedChannelException {
            this.channel = channel;
            this.ops = ops;
            this.innerKey = channel.register(inner, ops, this);
        }

        /** Lets the channel go, from here first: a channel that is closed gives its descriptor back when the inner selector lets go of it as the last. */
        void forget() {
            keys.remove(this);
            servers.remove(this);
            selected.remove(this);
            deregister(this);
            innerKey.cancel();
        }

        @Override
        public SelectableChannel channel() {
            return channel;
        }

        @Override
        public Selector selector() {
            return YieldingSelector.this;
        }

        @Override
        public int interestOps() {
            return ops;
        }

        @Override
        public SelectionKey interestOps(int wanted) {
            ops = wanted;
            innerKey.interestOps(wanted);
            return this;
        }

        void pause(boolean paused) {
            if (innerKey.isValid()) {
                innerKey.interestOps(paused ? 0 : ops);
            }
        }

        @Override
        public int readyOps() {
            return innerKey.readyOps();
        }
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
        try {
            Key key = new Key(channel, ops);
            key.attach(attachment);
            keys.add(key);
            if (channel instanceof ServerSocketChannel) {
                servers.add(key);
                ACCEPTING.set(this);
            }
            return key;
        } catch (ClosedChannelException e) {
            throw new IllegalStateException("closed while it was being registered", e);
        }
    }

    @Override
    public int select() throws IOException {
        return look(0);
    }

    @Override
    public int select(long millis) throws IOException {
        return look(millis);
    }

    @Override
    public int selectNow() throws IOException {
        return look(NOW);
    }

    @SuppressWarnings("ThreadPriorityCheck") // there is nothing to wait on but the writer's turn
    private int look(long millis) throws IOException {
        forgetCancelled();
        boolean before = signal;
        signal = false;
        int ready = pausedUntil == 0 ? lookInside(millis) : lookBesideServers(millis);
        selected.addAll(others);
        others.clear();
        if (before && signal) {
            Thread.yield();
        }
        return ready;
    }

    private int lookInside(long millis) throws IOException {
        return millis == NOW ? inner.selectNow(this::isReady) : inner.select(this::isReady, millis);
    }

    /**
     * Looks for all but those who want to connect until the pause is over, and then for them, too. Returning in between would be a look that ends too soon and has found
     * nothing: after ten of these jeromq opens a selector anew, for which it may have no descriptor, and its thread would end.
     */
    private int lookBesideServers(long millis) throws IOException {
        long pauseMillis = pauseMillis();
        long rest = millis;
        if (pauseMillis > 0) {
            boolean within = millis == NOW || (millis > 0 && millis <= pauseMillis);
            servers.forEach(server -> server.pause(true));
            int ready = lookInside(within ? millis : pauseMillis);
            if (ready > 0 || within || pauseMillis() > 0) {
                return ready;
            }
            rest = millis == 0 ? 0 : millis - pauseMillis;
        }
        pausedUntil = 0;
        servers.forEach(server -> server.pause(false));
        return lookInside(rest);
    }

    // Rounded down: a look that waited for so long is not to find that a part of a millisecond is left.
    private long pauseMillis() {
        return TimeUnit.NANOSECONDS.toMillis(pausedUntil - nanoTime.getAsLong());
    }

    /** Has those who want to connect to what this thread listens at wait for a tenth of a second. */
    static void pauseAccepting() {
        YieldingSelector own = ACCEPTING.get();
        if (own != null) {
            long until = own.nanoTime.getAsLong() + PAUSE_NANOS;
            own.pausedUntil = until == 0 ? 1 : until;
        }
    }

    private void isReady(SelectionKey innerKey) {
        Key key = (Key) innerKey.attachment();
        if (key.channel instanceof Pipe.SourceChannel) {
            selected.add(key);
            signal = true;
        } else {
            others.add(key);
        }
    }

    private void forgetCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            for (SelectionKey key : cancelled) {
                ((Key) key).forget();
            }
            cancelled.clear();
        }
    }

    @Override
    protected void implCloseSelector() throws IOException {
        for (SelectionKey key : keys) {
            key.cancel();
            ((Key) key).forget();
        }
        if (equals(ACCEPTING.get())) {
            ACCEPTING.remove();
        }
        inner.close();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    public Selector wakeup() {
        inner.wakeup();
        return this;
    }
}
