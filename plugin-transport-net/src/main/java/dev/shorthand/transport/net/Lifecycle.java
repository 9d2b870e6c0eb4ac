package dev.shorthand.transport.net;

import java.util.concurrent.atomic.AtomicReference;

/** Whether a transport was started and closed: each happens once. Safe for any thread. */
final class Lifecycle {
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private enum State {
        OPEN,
        STARTED,
        CLOSED
    }

    /**
     * Goes from open to started.
     *
     * @throws IllegalStateException if it is not open any more
     */
    void start(String expression) {
        State before = state.compareAndExchange(State.OPEN, State.STARTED);
        if (before == State.STARTED) {
            throw new IllegalStateException(expression + " was started before; open another transport");
        }
        if (before == State.CLOSED) {
            throw new IllegalStateException(expression + " is closed; open another transport");
        }
    }

    /** Goes to closed; returns whether it had never been started, so that nobody else closes what it has opened. */
    boolean close() {
        return state.getAndSet(State.CLOSED) == State.OPEN;
    }

    boolean isClosed() {
        return state.get() == State.CLOSED;
    }
}
