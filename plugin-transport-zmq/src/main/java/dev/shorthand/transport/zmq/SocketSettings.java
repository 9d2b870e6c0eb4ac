package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * What both kinds of socket can have set. Immutable.
 *
 * @param highWaterMark messages that jeromq itself queues for each peer, each way
 * @param sendTimeout   how long a sender waits for room
 * @param linger        how long closing waits for what was sent to leave
 * @param heartbeat     how often an idle peer is asked whether it is still there; zero for never
 * @param whenFull      what becomes of what is sent to a peer that does not read
 * @param keys          of CURVE, or null
 */
record SocketSettings(
        int highWaterMark,
        Duration sendTimeout,
        Duration linger,
        Duration heartbeat,
        WhenFull whenFull,
        @Nullable CurveKeys keys) {
    static final SocketSettings DEFAULTS = new SocketSettings(
            1_000, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10), WhenFull.WAIT, null);

    // Who connects and makes no handshake goes after this time, and a connection that gets none is made anew; jeromq's
    // own would be 30 s.
    private static final int HANDSHAKE_MILLIS = 2_000;

    SocketSettings withHighWaterMark(int messages) {
        if (messages < 1 || messages > 1_000_000) {
            throw new IllegalArgumentException(
                    "highWaterMark is " + messages + "; give a number of messages from 1 to 1000000");
        }
        return new SocketSettings(messages, sendTimeout, linger, heartbeat, whenFull, keys);
    }

    SocketSettings withSendTimeout(Duration wait) {
        return new SocketSettings(highWaterMark, checked("sendTimeout", wait, 1), linger, heartbeat, whenFull, keys);
    }

    SocketSettings withLinger(Duration wait) {
        return new SocketSettings(highWaterMark, sendTimeout, checked("linger", wait, 0), heartbeat, whenFull, keys);
    }

    SocketSettings withHeartbeat(Duration every) {
        return new SocketSettings(highWaterMark, sendTimeout, linger, checked("heartbeat", every, 0), whenFull, keys);
    }

    SocketSettings withWhenFull(WhenFull choice) {
        return new SocketSettings(highWaterMark, sendTimeout, linger, heartbeat, choice, keys);
    }

    SocketSettings withKeys(CurveKeys read) {
        return new SocketSettings(highWaterMark, sendTimeout, linger, heartbeat, whenFull, read);
    }

    boolean admitsSomeAlone() {
        return keys != null && keys.admitsSomeAlone();
    }

    /** Returns a time that fits an int of milliseconds, three times over. */
    static Duration checked(String option, Duration time, int leastMillis) {
        if (time.compareTo(Duration.ofMillis(leastMillis)) < 0 || time.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException(
                    option + " is " + time + "; give a time from " + leastMillis + " ms to 7 days");
        }
        return time;
    }

    /** Sets all of it on a socket that is not connected yet. */
    void applyTo(ZmqSocket socket, int maxFrame) throws IOException {
        socket.set(ZMQ.ZMQ_SNDHWM, highWaterMark);
        socket.set(ZMQ.ZMQ_RCVHWM, highWaterMark);
        socket.set(ZMQ.ZMQ_MAXMSGSIZE, TooLong.longestRead(maxFrame));
        socket.set(ZMQ.ZMQ_HANDSHAKE_IVL, HANDSHAKE_MILLIS);
        socket.set(ZMQ.ZMQ_LINGER, (int) linger.toMillis());
        if (!heartbeat.isZero()) {
            int millis = (int) heartbeat.toMillis();
            socket.set(ZMQ.ZMQ_HEARTBEAT_IVL, millis);
            // To end before the next question: jeromq 0.6.0 only marks a timer that an answer has cancelled, and
            // removes it when all
            // before it are over (zmq.poll.PollerBase.executeTimers). One that was still there when the next was set
            // took that one along,
            // and then nobody noticed that the peer was gone.
            socket.set(ZMQ.ZMQ_HEARTBEAT_TIMEOUT, Math.max(1, millis - 1));
        }
        if (keys != null) {
            keys.applyTo(socket);
        }
    }
}
