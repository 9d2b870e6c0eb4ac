package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Blocking;
import dev.shorthand.kernel.engine.Connection;
import dev.shorthand.kernel.engine.MessageConnection;
import dev.shorthand.kernel.engine.Nullable;
import dev.shorthand.kernel.engine.Receiver;
import dev.shorthand.kernel.engine.StreamConnection;
import dev.shorthand.kernel.engine.Workers;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import dev.shorthand.kernel.spi.ValueReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is behind an endpoint: it takes connections from transports, hands calls to the dispatcher, and closes it all in order.
 *
 * <p>Safe for any thread.
 */
final class Hub extends Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    // At the end a peer that has been told so gets so long to close its side.
    private static final long LINGER_NANOS = 300_000_000;

    // So long others wait for one that does not read what is sent to all.
    private static final long SLOW_NANOS = 1_000_000_000;

    // Whoever waits for the end of something looks so often.
    private static final long LOOK_NANOS = 1_000_000;

    private final Dispatcher dispatcher;
    private final Failures failures;
    final Duration timeout;
    private final @Nullable Consumer<Peer> onConnect;
    private final @Nullable Consumer<Peer> onDisconnect;
    private final @Nullable Executor executor;
    private final Execution execution;
    private final int parallelBatches;
    private final Plugins plugins;

    // Guarded by lock for writing.
    private volatile Line line = new Line();

    private final Map<Connection, Peer> peers = new ConcurrentHashMap<>();

    // The one that is connected, if it is the only one. Guarded by peers for writing, as is how many are.
    private volatile @Nullable Peer onlyPeer;
    private int connected;

    // Guarded by lock for writing; another one where transports come after the end of those before.
    private volatile CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();

    // Signalled when a peer has come or gone, while calls wait for one, and when all is quiet, while the endpoint
    // closes.
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    // Guarded by lock for writing. The one is true from the first call of close on, the other when that is done.
    private volatile boolean closing;
    private volatile boolean closed;

    // Calls that are being handled.
    private final AtomicLong running = new AtomicLong();

    Hub(EndpointBuilder builder) {
        super(
                builder.codec(),
                new Conversions(builder.dispatcher.binderIfAny(), false),
                builder.security(),
                builder.limits(),
                builder.ids,
                builder.cancellation,
                builder.deadlines,
                builder.metadata,
                builder.trace);
        this.plugins = builder.plugins();
        this.dispatcher = builder.dispatcher;
        this.failures = new Failures(builder.stackTraces, builder.onBadMessage);
        this.timeout = builder.timeout;
        this.onConnect = builder.onConnect;
        this.onDisconnect = builder.onDisconnect;
        this.execution = builder.execution;
        this.parallelBatches = builder.parallelBatches;
        this.executor = execution.open(workers);
    }

    /** Opens the first transports: each a {@link Transport}, or the expression of one. If that fails, the hub is to be closed. */
    void open(List<?> sources) throws IOException {
        line.open(sources);
    }

    void replaceTransports(List<?> sources) throws IOException {
        refuseIfClosed();
        if (sources.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no transport to replace the others with; name one, or close the endpoint");
        }
        for (Object source : sources) {
            if (source instanceof String expression
                    && !Expression.parse(expression).limits(limits).equals(limits)) {
                throw new IllegalArgumentException("\"" + Quoted.shorten(expression)
                        + "\" changes a limit, which stays as it was when the endpoint was opened; leave it out");
            }
        }
        Line next = new Line();
        Line before;
        try {
            next.open(sources);
            before = changeTo(next);
        } catch (IOException | RuntimeException e) {
            next.close("the transports were not replaced");
            throw e;
        }
        peersChanged();
        before.close("its transport was replaced");
        endIfOver();
    }

    private Line changeTo(Line next) {
        lock.lock();
        try {
            refuseIfClosed();
            Line before = line;
            line = next;
            if (ended.getCount() == 0) {
                ended = new CountDownLatch(1);
            }
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** Some transports, and the peers that know it for theirs: what is replaced as one. */
    final class Line implements TransportListener {
        private final List<Transport> transports = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        void open(List<?> sources) throws IOException {
            for (Object source : sources) {
                transports.add(
                        source instanceof Transport given ? given : plugins.transport(source.toString(), limits));
            }
            for (Transport transport : transports) {
                transport.start(this);
            }
        }

        void close(String why) {
            closed = true;
            closeTransports();
            for (Peer peer : peers.values()) {
                if (peer.line.equals(this)) {
                    peer.connection().close(why);
                }
            }
        }

        void closeTransports() {
            for (Transport transport : transports) {
                try {
                    transport.close();
                } catch (RuntimeException e) {
                    LOG.warn("{} failed while it was closed; the others are closed all the same", transport, e);
                }
            }
        }

        boolean awaitsPeers() {
            for (Transport transport : transports) {
                if (transport.awaitsPeers()) {
                    return true;
                }
            }
            return false;
        }

        boolean hasServer() {
            for (Transport transport : transports) {
                if (transport.isServer()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void connected(StreamLink link) {
            StreamConnection connection = new StreamConnection(link, Hub.this);
            if (admit(connection, this)) {
                connection.start();
            }
        }

        @Override
        public MessageReceiver connected(MessageLink link) {
            MessageConnection connection = new MessageConnection(link, Hub.this);
            admit(connection, this);
            return connection;
        }

        @Override
        public boolean mayChooseCodec() {
            return security == null && trace == null;
        }

        @Override
        public void failed(Throwable cause) {
            LOG.error("a transport of {} ended by itself", transports(), cause);
        }
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    List<String> transports() {
        List<String> expressions = new ArrayList<>();
        for (Transport transport : line.transports) {
            expressions.add(transport.expression());
        }
        return List.copyOf(expressions);
    }

    String where() {
        return String.join(", ", transports());
    }

    Collection<Peer> peers() {
        return List.copyOf(peers.values());
    }

    /** Returns whom a call is for that names nobody; where a transport has it so, waits for it, until the call's deadline. */
    Peer onlyPeer(long deadlineNanos) {
        refuseIfClosed();
        Peer only = onlyPeer;
        if (only != null && (only.canBeCalled() || !line.awaitsPeers())) {
            return only;
        }
        only = oneAtMost();
        if (line.awaitsPeers()) {
            return awaitPeer(deadlineNanos);
        }
        if (only != null) {
            return only;
        }
        throw new DisconnectedException(
                line.transports.isEmpty()
                        ? "the endpoint is not open yet; call once open() has returned"
                        : "no peer is connected to " + where() + "; is the other side running?");
    }

    // Looks at both at once: one that comes meanwhile is not one of several.
    private @Nullable Peer oneAtMost() {
        synchronized (peers) {
            if (connected > 1) {
                throw new IllegalStateException(connected
                        + " peers are connected; call one of them, for example peers().iterator().next().call(…)");
            }
            return onlyPeer;
        }
    }

    private Peer awaitPeer(long deadlineNanos) {
        if (waiting.incrementAndGet() > limits.maxPending()) {
            waiting.decrementAndGet();
            throw new LimitException(limits.maxPending() + " calls wait for a connection to " + where()
                    + ", which is the limit; wait for some, or raise maxPending");
        }
        Blocking.aboutToWait(this);
        lock.lock();
        try {
            long left = deadlineNanos - System.nanoTime();
            Peer only = oneAtMost();
            while (only == null || !only.canBeCalled()) {
                refuseIfClosed();
                if (left <= 0) {
                    throw new DeadlineException("no peer was connected to " + where()
                            + " before the deadline of the call; is the other side running?");
                }
                left = changed.awaitNanos(left);
                only = oneAtMost();
            }
            return only;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the thread that waited for a connection was interrupted");
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
            Blocking.waited();
        }
    }

    /** Notes who is called where nobody is named; those of transports that are being replaced, or are not in use yet, do not count. */
    private void peersChanged() {
        synchronized (peers) {
            Peer last = null;
            int count = 0;
            for (Peer peer : peers.values()) {
                if (peer.line == line) {
                    last = peer;
                    count++;
                }
            }
            onlyPeer = count == 1 ? last : null;
            connected = count;
        }
        if (waiting.get() > 0) {
            signal();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notifies those first that have room. Another is waited for a moment, and then not again before it has read: it would hold up all others with each notification. */
    void notifyAll(String method, Params params) {
        refuseIfClosed();
        long now = System.nanoTime();
        long deadline = now + timeout.toNanos();
        boolean several = peers.size() > 1;
        List<Peer> full = new ArrayList<>();
        @Nullable LimitException[] refusal = {null};
        boolean sent = false;
        for (Peer peer : peers.values()) {
            if (!several || !peer.connection().isFull()) {
                sent |= notify(peer, method, params, deadline, refusal);
            } else if (!peer.slow) {
                full.add(peer);
            }
        }
        for (Peer peer : full) {
            sent |= notify(peer, method, params, Math.min(deadline, now + SLOW_NANOS), refusal);
        }
        // That nobody gets it, as where it is too long, is the sender's to know.
        if (!sent && refusal[0] != null) {
            throw refusal[0];
        }
    }

    /** Notifies one of those that are connected; that it has no room or is gone keeps the others from nothing. Returns whether it was sent. */
    private boolean notify(Peer peer, String method, Params params, long deadline, @Nullable LimitException[] refusal) {
        try {
            peer.connection().notify(method, params, deadline);
            peer.slow = false;
            return true;
        } catch (DeadlineException e) {
            LOG.warn("{} misses notifications until it has read: {}", peer.name(), e.getMessage());
            peer.slow = true;
        } catch (LimitException | DisconnectedException e) {
            if (e instanceof LimitException limit) {
                refusal[0] = limit;
            }
            LOG.debug("{} was not notified of {}", peer.name(), method, e);
        }
        return false;
    }

    private void refuseIfClosed() {
        if (closing) {
            throw new EndpointClosedException("the endpoint at " + where() + " is closed; open another");
        }
    }

    private boolean admit(Connection connection, Line by) {
        if (closing) {
            connection.close("the endpoint is closed");
            return false;
        }
        if (peers.size() >= limits.maxConnections()) {
            LOG.warn(
                    "{} was turned away: {} connections are open, which is the limit; raise maxConnections",
                    connection.peerName(),
                    peers.size());
            connection.reply(new ErrorReply(Id.NULL, ErrorCodes.LIMIT, "too many connections; try again later", null));
            connection.close("too many connections");
            return false;
        }
        Peer peer = new Peer(connection, this, by);
        peers.put(connection, peer);
        peersChanged();
        tell(onConnect, peer);
        // It may have come while the endpoint, or its transport, closed all others.
        if (closing || by.closed) {
            connection.close(by.closed ? "its transport was replaced" : "the endpoint is closed");
        }
        return connection.isOpen();
    }

    @Override
    public void ended(Connection connection, @Nullable Throwable cause) {
        Peer peer = peers.remove(connection);
        if (peer == null) {
            return;
        }
        // Nobody waits for what its calls return.
        peer.waiting.values().forEach(Caller::cancel);
        LOG.debug("{} is disconnected", connection.peerName(), cause);
        peersChanged();
        tell(onDisconnect, peer);
        endIfOver();
    }

    private void endIfOver() {
        if (peers.isEmpty() && !line.hasServer()) {
            ended.countDown();
        }
    }

    private static void tell(@Nullable Consumer<Peer> listener, Peer peer) {
        try {
            if (listener != null) {
                listener.accept(peer);
            }
        } catch (RuntimeException e) {
            LOG.warn("a listener failed for {}", peer.name(), e);
        }
    }

    // What connections report.

    @Override
    public @Nullable Caller arrived(Connection from, Call call, Map<String, @Nullable Object> headers) {
        Peer peer = peers.get(from);
        Id cancelled = cancels.cancelledBy(call);
        if (cancelled != null) {
            Caller caller = peer == null ? null : peer.waiting.get(cancelled);
            if (caller != null) {
                caller.cancel();
            }
            return null;
        }
        Caller caller = new Caller(peer, headers, deadline(headers));
        if (peer != null && canBeCancelled(call)) {
            peer.waiting.put(call.id(), caller);
        }
        return caller;
    }

    private boolean canBeCancelled(Call call) {
        return cancels != Cancellation.NONE && !call.isNotification();
    }

    @Override
    public void handle(Connection from, Call call, Caller caller) {
        answer(from, call, caller, reply -> {
            if (reply != null) {
                from.reply(reply);
            }
        });
    }

    @Override
    public void handle(Connection from, List<Message> items, List<@Nullable Caller> callers) {
        AtomicReferenceArray<@Nullable Message> replies = new AtomicReferenceArray<>(items.size());
        AtomicInteger missing = new AtomicInteger(items.size());
        // Taken out one by one, so that a call that takes long does not keep the arguments of the others.
        Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            Consumer<@Nullable Message> onReply = reply -> {
                replies.set(index, reply);
                if (missing.decrementAndGet() == 0) {
                    replyInOrder(from, replies);
                }
            };
            Caller caller = callers.get(i);
            if (items.get(i) instanceof Call call && caller != null) {
                calls.add(() -> answer(from, call, caller, onReply));
            } else {
                onReply.accept(((Malformed) items.get(i)).toErrorReply());
            }
        }
        Runnable handleAll = () -> {
            for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
                call.run();
            }
        };
        // Others may take part. They need not: this thread does what is left, and waits for nobody.
        Executor threads = executor;
        int helpers = Math.min(parallelBatches, calls.size()) - 1;
        try {
            for (int i = 0; i < helpers && threads != null; i++) {
                threads.execute(handleAll);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("the executor has no thread to help with a batch", e);
        }
        handleAll.run();
    }

    /** Sends the replies to a batch in the order of its calls, now that the last has come. */
    private static void replyInOrder(Connection from, AtomicReferenceArray<@Nullable Message> replies) {
        List<Message> due = new ArrayList<>();
        for (int i = 0; i < replies.length(); i++) {
            Message reply = replies.get(i);
            if (reply != null) {
                due.add(reply);
            }
        }
        // A batch of notifications is not answered, not even by an empty batch (JSON-RPC 2.0, section 6).
        if (!due.isEmpty()) {
            from.reply(new Batch(due));
        }
    }

    /** Has a call answered, unless the endpoint is closing or nobody waits any more. */
    private void answer(Connection from, Call call, Caller caller, Consumer<@Nullable Message> onReply) {
        running.incrementAndGet();
        Consumer<@Nullable Message> ending = reply -> {
            try {
                onReply.accept(reply);
            } finally {
                finish(from, call, caller);
            }
        };
        if (closing || caller.isCancelled()) {
            ErrorReply refused = closing
                    ? new ErrorReply(
                            call.id(), ErrorCodes.SERVER_ERROR, "the other side is closing; connect again later", null)
                    : new ErrorReply(call.id(), ErrorCodes.CANCELLED, "the call was cancelled before it began", null);
            ending.accept(call.isNotification() ? null : refused);
        } else if (executor == null && from instanceof StreamConnection) {
            dispatcher.dispatch(call, caller, failures, ending);
        } else {
            // Threads that may not be the endpoint's own are known by this for its handlers'.
            Caller outer = caller.enter();
            try {
                dispatcher.dispatch(call, caller, failures, ending);
            } finally {
                Caller.exit(outer);
            }
        }
    }

    @Override
    public boolean isHooked() {
        return failures.hook != null;
    }

    @Override
    public boolean logs(Connection from, Throwable problem) {
        return failures.logs(peers.get(from), problem);
    }

    @Override
    public boolean logs(Connection from, Malformed message) {
        return failures.hook == null || logs(from, message.toException());
    }

    @Override
    public Params readParams(String method, ValueReader in) {
        return dispatcher.readParams(method, in);
    }

    @Override
    public @Nullable Executor executor() {
        return executor;
    }

    private void finish(Connection from, Call call, Caller caller) {
        from.answered();
        if (canBeCancelled(call)) {
            Peer peer = caller.peer;
            if (peer != null) {
                peer.waiting.remove(call.id());
            }
        }
        if (running.decrementAndGet() == 0 && closing) {
            signal();
        }
    }

    // The end.

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    void close(Duration grace) {
        lock.lock();
        try {
            if (closing) {
                // Another closes it, and needs the lock only for moments.
                await(() -> closed || isOwnThread(), System.nanoTime() + grace.toNanos() + LINGER_NANOS);
                return;
            }
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (isOwnThread()) {
            // It would wait for itself. As it does not, what it handles can still be answered.
            Workers.daemon(() -> drain(grace), "shorthand-close").start();
        } else {
            drain(grace);
        }
    }

    private boolean isOwnThread() {
        Peer caller = Caller.peerOfThisThread();
        return workers.isOne() || (caller != null && caller.connection().belongsTo(this));
    }

    private void drain(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        line.closeTransports();
        await(this::isQuiet, deadline);
        for (Connection connection : peers.keySet()) {
            connection.finish(deadline);
        }
        await(peers::isEmpty, System.nanoTime() + (grace.isZero() ? 0 : LINGER_NANOS));
        peers.keySet().forEach(connection -> connection.close("the endpoint was closed"));
        // One whose socket is that of its connections, too, can close it only now.
        line.closeTransports();
        if (executor instanceof ExecutorService pool && execution == Execution.concurrent()) {
            pool.shutdownNow();
        }
        clock.close();
        workers.close(Math.max(0, deadline - System.nanoTime()));
        closed = true;
        ended.countDown();
    }

    /** Waits until something is so, or the time is up. It looks from time to time, as not all that can end a wait signals. */
    private void await(BooleanSupplier over, long deadline) {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (left > 0 && !over.getAsBoolean()) {
                changed.awaitNanos(Math.min(left, LOOK_NANOS));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuiet() {
        long pending = running.get();
        for (Connection connection : peers.keySet()) {
            pending += connection.pendingCalls();
        }
        return pending == 0;
    }
}
