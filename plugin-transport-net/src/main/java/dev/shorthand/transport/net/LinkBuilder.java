package dev.shorthand.transport.net;

import java.time.Duration;

/**
 * What can be set on the connections of every socket, made or accepted. Confined to one thread.
 *
 * @param <B> the builder itself
 */
public abstract class LinkBuilder<B extends LinkBuilder<B>> {
    Duration firstFrame = Duration.ZERO;
    Duration idle = Duration.ZERO;
    Duration keepAliveAfter = Duration.ZERO;
    byte[] keepAliveBytes = {};
    WhenFull whenFull = WhenFull.WAIT;

    LinkBuilder() {}

    abstract B self();

    /** Returns what has been set so far. */
    final LinkOptions links() {
        return new LinkOptions(this);
    }

    /**
     * Has a connection closed whose peer has sent no whole message so long after it came; {@code firstFrame=30s} in an expression. For servers that strangers reach: whoever knows no
     * codec, or says nothing, does not keep a connection. By default one may be silent, as those do who only listen or call later.
     *
     * @param longest from 1 ms to 24 days; by default a peer may take for ever
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B firstFrame(Duration longest) {
        firstFrame = checked("firstFrame", longest);
        return self();
    }

    /**
     * Has a connection closed over which nothing comes or goes for so long; {@code idle=5m} in an expression. What is sent by {@link #keepAliveBytes} alone does not count, and what the
     * other side sends does, be it no message.
     *
     * @param longest from 1 ms to 24 days; by default a connection may be idle for ever
     * @return this builder
     * @throws IllegalArgumentException if it is out of its range
     */
    public B idle(Duration longest) {
        idle = checked("idle", longest);
        return self();
    }

    /**
     * Has some bytes sent whenever nothing has come or gone for a while, so that a router between the two does not forget the connection, and a peer that is gone is found out;
     * {@code keepAliveBytes=00&keepAliveAfter=10s} in an expression, in hexadecimal there. A connection whose peer does not even take these for as long again, and 1 s at least, is closed.
     *
     * <p>They go between two messages, as they are, so they must be none to the other side: a NUL for {@code jrpc}, a newline (hexadecimal 0a) for {@code jrpc:lines} and {@code terse}, the
     * delimiter for any other, a space (20) for {@code jrpc:concatenated}; {@code msgpack} and {@code jrpc:headers} have none. quickrpc has the same under the names {@code keepalive_msg} and
     * {@code keepalive_interval}; its terse peers do not stand a newline.
     *
     * @param bytes up to 64 of them; none, as by default, sends nothing
     * @param after from 1 ms to 24 days; 10 s in an expression that does not say so
     * @return this builder
     * @throws IllegalArgumentException if there are more, or the time is out of its range
     */
    public B keepAliveBytes(byte[] bytes, Duration after) {
        if (bytes.length > LinkOptions.MOST_KEEP_ALIVE_BYTES) {
            throw new IllegalArgumentException("keepAliveBytes are " + bytes.length + " bytes; give up to "
                    + LinkOptions.MOST_KEEP_ALIVE_BYTES + ", such as one delimiter");
        }
        keepAliveAfter = checked("keepAliveAfter", after);
        keepAliveBytes = bytes.clone();
        return self();
    }

    /**
     * Sets what becomes of a call or notification to a peer for which more than {@link dev.shorthand.kernel.Limits#maxQueued} bytes wait to be sent; {@code whenFull=drop} in an expression. Replies
     * wait in any case: calls of a peer that does not read what it has asked for are not handled meanwhile.
     *
     * @param choice by default the sender waits
     * @return this builder
     */
    public B whenFull(WhenFull choice) {
        whenFull = choice;
        return self();
    }

    /** Returns a time that a timer and a socket can take: an int of milliseconds. */
    static Duration checked(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(24)) > 0) {
            throw new IllegalArgumentException(what + " is " + time + "; give a time from 1 ms to 24 days");
        }
        return time;
    }
}
