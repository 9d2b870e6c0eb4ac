package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>It does everything else by another selector, with a key of its own for each of that one's, as a channel finds its key by the selector.
 * Registering, selecting and reading the keys are for one thread at a time; {@link #wakeup} and {@link #close} are for any.
 */
final class YieldingSelector extends AbstractSelector {
    private static final long NOW = -1;

    private final Selector inner;
    private final Set<SelectionKey> keys = ConcurrentHashMap.newKeySet();
    private final Set<SelectionKey> selected = new LinkedHashSet<>();

    // Within a look: what is ready and no pipe.
    private final List<SelectionKey> others = new ArrayList<>();

    // Whether a pipe was readable in the last look.
    private boolean signal;

    YieldingSelector(Selector inner) {
        super(inner.provider());
        this.inner = inner;
    }

    /** A key that a channel has with this selector. */
    private final class Key extends AbstractSelectionKey {
        private final SelectableChannel channel;
        private final SelectionKey innerKey;

        Key(SelectableChannel channel, int ops) throws ClosedChannelException {
            this.channel = channel;
            this.innerKey = channel.register(inner, ops, this);
        }

        /** Lets the channel go, from here first: a channel that is closed gives its descriptor back when the inner selector lets go of it as the last. */
        void forget() {
            keys.remove(this);
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
            return innerKey.interestOps();
        }

        @Override
        public SelectionKey interestOps(int ops) {
            innerKey.interestOps(ops);
            return this;
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
        int ready = millis == NOW ? inner.selectNow(this::isReady) : inner.select(this::isReady, millis);
        selected.addAll(others);
        others.clear();
        if (before && signal) {
            Thread.yield();
        }
        return ready;
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
