package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Nullable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who called, and whether it still waits: given to a handler, and to a method of an interface that has a parameter of this type. It is not sent.
 *
 * <p>Safe for any thread; it may be kept after the call has ended.
 */
public final class Caller {
    private static final ThreadLocal<@Nullable Caller> CURRENT = new ThreadLocal<>();

    final @Nullable Peer peer;
    private final Map<String, @Nullable Object> headers;

    // On System.nanoTime; 0 where it is not known.
    private final long deadlineNanos;

    // Guarded by this: what to do when the call is cancelled, until it is.
    private @Nullable List<Runnable> onCancel;
    private volatile boolean cancelled;

    private volatile @Nullable Map<String, Object> attributes;

    Caller(@Nullable Peer peer, Map<String, @Nullable Object> headers, long deadlineNanos) {
        this.peer = peer;
        this.headers = headers;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Returns a caller for a call within this process, without any transport.
     *
     * @return one without peer, headers and deadline
     */
    public static Caller local() {
        return new Caller(null, Map.of(), 0);
    }

    /**
     * Returns the name of the peer that called.
     *
     * @return for example {@code 127.0.0.1:40123}, or {@code local}
     */
    public String peerName() {
        return peer == null ? "local" : peer.name();
    }

    /**
     * Returns what came in the header of the message: what the security provider has found out, and metadata where the
     * endpoint accepts it.
     *
     * @return empty for a message without header
     */
    public Map<String, @org.jspecify.annotations.Nullable Object> headers() {
        return headers;
    }

    /**
     * Returns the peer that called, to call it back or to close its connection.
     *
     * @return empty for a call within this process
     */
    public Optional<Peer> peer() {
        return Optional.ofNullable(peer);
    }

    /**
     * Returns how long the handler may take before nobody waits for its reply any more. Calls that it makes end by then, too.
     *
     * @return empty where the caller did not say; negative when the time is up
     */
    public Optional<Duration> timeLeft() {
        return deadlineNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(deadlineNanos - System.nanoTime()));
    }

    /**
     * Returns whether nobody waits for the reply any more: the caller has said so, or its deadline has passed.
     *
     * @return what a long-running handler looks at from time to time
     */
    public boolean isCancelled() {
        return cancelled || (deadlineNanos != 0 && deadlineNanos - System.nanoTime() <= 0);
    }

    /**
     * Has something done when the caller cancels; at once if it has already. A deadline that passes in silence does not count here.
     *
     * @param action called once, on the thread that reads the connection, so it should return soon
     */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                if (onCancel == null) {
                    onCancel = new ArrayList<>();
                }
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * Returns what interceptors and the handler tell one another about this call.
     *
     * @return a map of this call's own; neither keys nor values are null
     */
    public synchronized Map<String, Object> attributes() {
        Map<String, Object> present = attributes;
        if (present == null) {
            present = new ConcurrentHashMap<>();
            attributes = present;
        }
        return present;
    }

    /** Notes that nobody waits any more. */
    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = onCancel == null ? List.of() : onCancel;
        }
        for (Runnable action : actions) {
            action.run();
        }
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Makes this the call that the thread handles, whose deadline the calls that it makes keep; returns the one before. */
    @Nullable
    Caller enter() {
        Caller outer = CURRENT.get();
        CURRENT.set(this);
        return outer;
    }

    /** Ends what {@link #enter} began. */
    static void exit(@Nullable Caller outer) {
        CURRENT.set(outer);
    }

    /** Returns the peer whose call this thread handles, or null. */
    static @Nullable Peer peerOfThisThread() {
        Caller current = CURRENT.get();
        return current == null ? null : current.peer;
    }

    /** Returns the earlier of a deadline and that of the call which this thread handles. */
    static long earlier(long deadlineNanos) {
        Caller current = CURRENT.get();
        return current != null && current.deadlineNanos != 0 && current.deadlineNanos - deadlineNanos < 0
                ? current.deadlineNanos
                : deadlineNanos;
    }

    @Override
    public String toString() {
        return peerName();
    }
}
