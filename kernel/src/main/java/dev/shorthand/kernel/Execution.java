package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Nullable;
import dev.shorthand.kernel.engine.Workers;
import java.util.concurrent.Executor;

/**
 * Says which thread runs the handlers of an endpoint.
 *
 * <table>
 *   <caption>What each promises</caption>
 *   <tr><th></th><th>order</th><th>at once</th><th>replies</th></tr>
 *   <tr><td>{@link #inline()}</td><td>of each connection's calls</td><td>one for each connection, unless it waits for another call</td><td>in order</td></tr>
 *   <tr><td>{@link #serial()}</td><td>of arrival over all connections</td><td>one</td><td>in order</td></tr>
 *   <tr><td>{@link #concurrent()}</td><td>none</td><td>any number</td><td>may overtake</td></tr>
 *   <tr><td>{@link #on(Executor)}</td><td colspan="3">as the executor has it</td></tr>
 * </table>
 *
 * <p>Immutable.
 */
public final class Execution {
    private static final Execution INLINE = new Execution("inline", null);
    private static final Execution SERIAL = new Execution("serial", null);
    private static final Execution CONCURRENT = new Execution("concurrent", null);

    private final String name;
    private final @Nullable Executor executor;

    private Execution(String name, @Nullable Executor executor) {
        this.name = name;
        this.executor = executor;
    }

    /**
     * Runs a handler on the thread that received the call: the quickest, as nothing is handed over. A handler that takes long holds up the
     * calls behind it on the same connection, and nothing else.
     *
     * @return the default
     */
    public static Execution inline() {
        return INLINE;
    }

    /**
     * Runs handlers one at a time over all connections, on an {@link ActionQueue}; a handler that waits for another call lets the next one run meanwhile.
     *
     * @return one queue for each endpoint
     */
    public static Execution serial() {
        return SERIAL;
    }

    /**
     * Runs each handler on a virtual thread (from Java 21) or on a thread of a pool that grows to 256; those of a batch one after the other, unless
     * {@link EndpointBuilder#parallelBatches} says otherwise.
     *
     * @return for handlers that block
     */
    public static Execution concurrent() {
        return CONCURRENT;
    }

    /**
     * Runs handlers on an executor of yours, such as the event thread of a user interface. You close it.
     *
     * @param executor runs each handler once; what it refuses is answered with an error
     * @return the execution
     */
    public static Execution on(Executor executor) {
        return new Execution("executor", requireNonNull(executor, "executor"));
    }

    /** Returns what to hand handlers to, or null for the thread that reads. {@code workers} gives the queue its thread. */
    @Nullable
    Executor open(Executor workers) {
        if (this == SERIAL) {
            return new ActionQueue(workers);
        }
        return this == CONCURRENT ? Workers.concurrent() : executor;
    }

    /** Returns whether calls of one connection are handled in their order. */
    boolean isOrdered() {
        return this == INLINE || this == SERIAL;
    }

    @Override
    public String toString() {
        return name;
    }
}
