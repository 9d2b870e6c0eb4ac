package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Connection;
import dev.shorthand.kernel.engine.PendingCall;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ResultReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the other sides: it can be called, notified and closed, and it comes and goes. Safe for any thread.
 */
public final class Peer implements Remote {
    private final Connection connection;
    private final Hub hub;

    // The transports that it came with.
    final Hub.Line line;

    // Whether it misses what is sent to all, as it does not read.
    volatile boolean slow;

    // Its calls that are not answered yet; kept only where they can be cancelled.
    final Map<Id, Caller> waiting = new ConcurrentHashMap<>();

    Peer(Connection connection, Hub hub, Hub.Line line) {
        this.connection = connection;
        this.hub = hub;
        this.line = line;
    }

    /**
     * Returns the peer's name, unique among those connected.
     *
     * @return for example {@code 127.0.0.1:40123}
     */
    public String name() {
        return connection.peerName();
    }

    /**
     * Returns who the peer is, as far as the transport has made sure of it. What a security provider has found out is in {@link Caller#headers}.
     *
     * @return for {@code tls} with client certificates the certificate's subject, for example {@code CN=client,O=Example}; empty where
     *         the transport cannot tell
     */
    public Optional<String> identity() {
        return connection.identity();
    }

    /**
     * Returns whether it is connected.
     *
     * @return false from the moment the connection is lost or closed
     */
    public boolean isConnected() {
        return connection.isOpen();
    }

    /** Whether a call may be answered: not any more once the peer has ended its side, though it may still be told the answers to its own calls. */
    boolean canBeCalled() {
        return connection.isOpen() && connection.ending() == null;
    }

    /**
     * Returns how the connection ended, for example to {@link EndpointBuilder#onDisconnect}.
     *
     * @return its message says how, and its cause is what broke the connection, if anything did; empty while it has not ended
     */
    public Optional<DisconnectedException> disconnection() {
        return Optional.ofNullable(connection.ending());
    }

    /**
     * Returns how many calls to it wait for their reply.
     *
     * @return 0 or more
     */
    public int pendingCalls() {
        return connection.pendingCalls();
    }

    /**
     * Returns how many of its replies were dropped, because nobody had asked, or did not wait any more.
     *
     * @return 0 or more
     */
    public long droppedReplies() {
        return connection.droppedReplies();
    }

    /** Closes the connection to it; calls that wait for a reply fail at once. Doing it twice is harmless. */
    public void close() {
        connection.close("this side closed it");
    }

    @Override
    public @Nullable Object callTyped(
            String method, Params params, @Nullable ResultReader reader, boolean wait, Duration timeLeft) {
        return callTyped(method, params, reader, wait, deadline(timeLeft));
    }

    @Nullable
    Object callTyped(String method, Params params, @Nullable ResultReader reader, boolean wait, long deadlineNanos) {
        PendingCall call = connection.call(method, params, reader, wait, deadlineNanos);
        return wait ? call.await() : call;
    }

    @Override
    public void notify(String method, Params params) {
        connection.notify(method, params, deadline(hub.timeout));
    }

    @Override
    public List<Promise<@Nullable Object>> callAll(
            List<Call> calls, List<? extends @Nullable ResultReader> readers, Duration timeLeft) {
        if (calls.size() > maxBatch()) {
            throw new LimitException("a batch of " + calls.size() + " messages is over the limit of " + maxBatch()
                    + "; send several, or raise maxBatch on both sides");
        }
        return connection.call(calls, readers, deadline(timeLeft));
    }

    @Override
    public int maxBatch() {
        return hub.limits.maxBatch();
    }

    @Override
    public Duration timeout() {
        return hub.timeout;
    }

    @Override
    public Binder binder() {
        return hub.dispatcher().binder();
    }

    Connection connection() {
        return connection;
    }

    /** Returns until when a call may take that has so long, on {@link System#nanoTime}. */
    static long deadline(Duration timeLeft) {
        long nanos = timeLeft.toNanos();
        if (nanos <= 0) {
            throw new DeadlineException("no time is left for the call (" + timeLeft.toMillis() + " ms); give it more");
        }
        // A handler's own calls end when its caller has stopped waiting.
        return Caller.earlier(System.nanoTime() + nanos);
    }

    @Override
    public String toString() {
        return name();
    }
}
