package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps a transport alive: opens it again after its connection has ended, or it could not be opened.
 *
 * <pre>{@code
 * Transport client = Restart.of("tcp:localhost:8888", () -> Tcp.client("localhost", 8888).open())
 *         .interval(Duration.ofSeconds(1))
 *         .onState(state -> System.out.println("the connection is " + state))
 *         .open();
 * }</pre>
 *
 * <p>The calls of a connection that is lost fail at once, as it may be that they were handled. So do those that are made while none is there, unless they are to
 * wait.
 */
public final class Restart {
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
    static final Duration DEFAULT_CAP = Duration.ofMinutes(1);

    private Restart() {}

    /** Opens the transport anew. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens it.
         *
         * @return a transport, not started
         * @throws IOException if it cannot be opened now
         */
        Transport open() throws IOException;
    }

    /** Whether the transport is there. */
    public enum State {
        /** It was opened and started. */
        UP,
        /** It ended, or could not be opened; it will be opened again. */
        DOWN,
        /** It was closed on this side, and is not opened again. */
        CLOSED
    }

    /**
     * Returns what keeps a transport alive; {@code restart:10:tcp:host:port} in an expression.
     *
     * @param name   what it is called until it is open, for example its expression
     * @param opener called whenever it is opened, on the thread that starts it, and then on one of its own
     * @return a builder
     */
    public static Builder of(String name, Opener opener) {
        return new Builder(name, opener);
    }

    /** Collects the settings. Confined to one thread. */
    public static final class Builder {
        private final String name;
        private final Opener opener;
        private Duration interval = DEFAULT_INTERVAL;
        private Duration cap = DEFAULT_CAP;
        private boolean waiting;
        private Consumer<State> onState = state -> {};

        private Builder(String name, Opener opener) {
            this.name = name;
            this.opener = opener;
        }

        /**
         * Sets how long to wait before it is opened again: so long at first, then twice as long each time that fails, up to {@link #cap}. A fifth of
         * it more or less is chosen at random, so that those who lost the same server do not come back all at once.
         *
         * @param first from 1 ms to a day; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder interval(Duration first) {
            interval = checked("interval", first);
            return this;
        }

        /**
         * Sets how long to wait at most; {@code cap=1m} in an expression.
         *
         * @param longest from 1 ms to a day; the default is 1 min. One shorter than the interval is the interval
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder cap(Duration longest) {
            cap = checked("cap", longest);
            return this;
        }

        static Duration checked(String what, Duration time) {
            if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(what + " is " + time + "; give a time from 1 ms to 1 d");
            }
            return time;
        }

        /**
         * Sets whether a call that finds no connection waits for one, on the thread that makes it, until the call's deadline; {@code waiting=true} in an
         * expression. As many may wait as may be in flight ({@code maxPending}). Notifications do not wait: those who are not there are not notified.
         *
         * @param on the default is false: it fails at once
         * @return this builder
         */
        public Builder waiting(boolean on) {
            waiting = on;
            return this;
        }

        /**
         * Sets who is told when it comes and goes.
         *
         * @param listener called on the thread that opens it, so it should return soon
         * @return this builder
         */
        public Builder onState(Consumer<State> listener) {
            onState = listener;
            return this;
        }

        /**
         * Makes the transport. It is opened when it is started: once before {@code start} returns, and if that fails again later.
         *
         * @return a transport that stands until it is closed
         */
        public Transport open() {
            Backoff backoff = new Backoff(interval, cap.compareTo(interval) < 0 ? interval : cap);
            return new RestartTransport(name, opener, backoff, waiting, onState);
        }
    }
}
