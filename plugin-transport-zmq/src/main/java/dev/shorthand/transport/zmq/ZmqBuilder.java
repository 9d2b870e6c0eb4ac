package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import java.time.Duration;

/**
 * What can be set on both kinds of socket. Confined to one thread.
 *
 * @param <B> the builder itself
 */
public abstract class ZmqBuilder<B extends ZmqBuilder<B>> {
    SocketSettings settings = SocketSettings.DEFAULTS;
    Limits limits = Limits.defaults();

    ZmqBuilder() {}

    abstract B self();

    /** Sets what an expression says of both kinds, within {@link Address#set}. */
    final void set(Expression expression) {
        highWaterMark(expression.size("highWaterMark", settings.highWaterMark()));
        sendTimeout(expression.duration("sendTimeout", settings.sendTimeout()));
        linger(expression.duration("linger", settings.linger()));
        heartbeat(expression.duration("heartbeat", settings.heartbeat()));
        expression.option("whenFull").ifPresent(choice -> whenFull(WhenFull.of(choice)));
    }

    /**
     * Sets how many messages ZeroMQ itself queues for each connection, each way; {@code highWaterMark=100} in an expression. What is sent is bounded in bytes by
     * {@link Limits#maxQueued}, whether it waits there or before; what arrives may be as many messages of {@link Limits#maxFrame} before it is taken over.
     *
     * @param messages from 1 to 1,000,000; the default is 1,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B highWaterMark(int messages) {
        settings = settings.withHighWaterMark(messages);
        return self();
    }

    /**
     * Sets how long a sender waits for room where a peer does not read; {@code sendTimeout=5s} in an expression. Then the message is not sent, and the
     * sender gets a {@link dev.shorthand.kernel.DeadlineException}.
     *
     * @param wait from 1 ms to 7 days; the default is 30 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B sendTimeout(Duration wait) {
        settings = settings.withSendTimeout(wait);
        return self();
    }

    /**
     * Sets what becomes of a call or notification to a peer for which more than {@link Limits#maxQueued} bytes wait to be sent; {@code whenFull=drop} in an expression. Replies
     * wait in any case.
     *
     * @param choice by default the sender waits, as {@link #sendTimeout} says
     * @return this builder
     */
    public B whenFull(WhenFull choice) {
        settings = settings.withWhenFull(choice);
        return self();
    }

    /**
     * Sets how long closing waits for what was sent to leave; {@code linger=5s} in an expression.
     *
     * @param wait from 0 to 7 days; the default is 1 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B linger(Duration wait) {
        settings = settings.withLinger(wait);
        return self();
    }

    /**
     * Sets how often an idle peer is asked whether it is still there (ZMTP 3.1, "PING"); {@code heartbeat=2s} in an expression. One from which
     * nothing comes before it would be asked again is gone.
     *
     * @param every from 0, which is never, to 7 days; the default is 10 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B heartbeat(Duration every) {
        settings = settings.withHeartbeat(every);
        return self();
    }

    /**
     * Sets the bounds; each by its name in an expression, for example {@code maxFrame=1MiB}.
     *
     * @param bounds the default is {@link Limits#defaults()}
     * @return this builder
     */
    public B limits(Limits bounds) {
        limits = bounds;
        return self();
    }
}
