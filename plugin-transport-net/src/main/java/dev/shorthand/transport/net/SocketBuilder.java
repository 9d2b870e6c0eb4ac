package dev.shorthand.transport.net;

import java.time.Duration;

/**
 * What can be set on the connections of every TCP socket, made or accepted. Confined to one thread.
 *
 * @param <B> the builder itself
 */
public abstract class SocketBuilder<B extends SocketBuilder<B>> extends LinkBuilder<B> {
    SocketOptions options = SocketOptions.DEFAULTS;

    SocketBuilder() {}

    /**
     * Sets whether a small write goes out at once; {@code noDelay=false} in an expression.
     *
     * @param on the default is true, as whoever waits for a reply should not wait for the network to collect more
     * @return this builder
     */
    public B noDelay(boolean on) {
        options = options.withNoDelay(on);
        return self();
    }

    /**
     * Sets whether the operating system asks an idle peer whether it still is there; {@code keepAlive=true} in an expression.
     *
     * @param on the default is false
     * @return this builder
     */
    public B keepAlive(boolean on) {
        options = options.withKeepAlive(on);
        return self();
    }

    /**
     * Has the operating system ask an idle peer whether it still is there, and says when (TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT);
     * {@code keepAliveIdle=1m&keepAliveInterval=10s&keepAliveCount=6} in an expression. By default the system says when, which is after two hours on most.
     *
     * @param idle     after how long without traffic it asks first, from 1 s to 32,767 s
     * @param interval how long it waits for an answer before it asks again, from 1 s to 32,767 s
     * @param count    so many questions without an answer end the connection, from 1 to 127
     * @return this builder
     * @throws IllegalArgumentException if one is out of its range, or this system does not let it be set
     */
    public B keepAlive(Duration idle, Duration interval, int count) {
        options = options.withKeepAlive(idle, interval, count);
        return self();
    }
}
