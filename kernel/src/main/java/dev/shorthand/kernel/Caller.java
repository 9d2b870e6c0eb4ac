package dev.shorthand.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who called: given to a handler, and to a method of an interface that has a parameter of this type. It is not sent.
 *
 * <p>Immutable and safe for any thread; it may be kept after the call has ended.
 */
public final class Caller {
    private static final Caller LOCAL = new Caller("local", Map.of(), null, 0);

    private final String peerName;
    private final Map<String, @Nullable Object> headers;
    private final @Nullable Peer peer;
    private final long deadlineNanos;

    Caller(String peerName, Map<String, @Nullable Object> headers, @Nullable Peer peer, long deadlineNanos) {
        this.peerName = peerName;
        this.headers = headers;
        this.peer = peer;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Returns the caller of a method that is called in this process, without any transport.
     *
     * @return one without peer, headers and deadline
     */
    public static Caller local() {
        return LOCAL;
    }

    /**
     * Returns the name of the peer that called.
     *
     * @return for example {@code 127.0.0.1:40123}, or {@code local}
     */
    public String peerName() {
        return peerName;
    }

    /**
     * Returns what the security provider has found out about the message.
     *
     * @return empty for a message without security headers
     */
    public Map<String, @Nullable Object> headers() {
        return headers;
    }

    /**
     * Returns the peer that called, to call it back.
     *
     * @return empty for a call within this process
     */
    public Optional<Peer> peer() {
        return Optional.ofNullable(peer);
    }

    /**
     * Returns how long the handler may take before nobody waits for its reply any more.
     *
     * @return empty where that is not known
     */
    public Optional<Duration> timeLeft() {
        return deadlineNanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(deadlineNanos - System.nanoTime()));
    }

    @Override
    public String toString() {
        return peerName;
    }
}
