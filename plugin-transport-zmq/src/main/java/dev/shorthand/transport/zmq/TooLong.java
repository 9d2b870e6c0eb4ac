package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZError;
import zmq.ZMQ;
import zmq.util.Errno;

/**
 * What becomes of messages over {@code maxFrame}. Some more is read, so that their sender can be told; where more than that is announced jeromq ends the connection before it
 * makes room for it, and says only by its error number why. Safe for any thread.
 */
final class TooLong {
    private static final Logger LOG = LoggerFactory.getLogger(TooLong.class);

    // What is read beyond twice the limit, and so for any limit.
    static final int ALWAYS_READ = 64 << 10;

    private final int maxFrame;
    private final SeldomWarning warnings = new SeldomWarning();

    TooLong(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    /** Returns the longest frame that is read. */
    static long longestRead(int maxFrame) {
        return Math.min(2L * maxFrame + ALWAYS_READ, Integer.MAX_VALUE);
    }

    boolean is(Envelope message) {
        // The header of one is a payload, too.
        for (byte[] payload : message.payloads()) {
            if (payload.length > maxFrame) {
                return true;
            }
        }
        return false;
    }

    /** Says what is wrong with a message that is too long, shortly enough for the other side to show all of it; and warns of it. */
    IOException refused(Envelope message, String peer) {
        IOException why = new IOException("a message of " + message.size() + " bytes is over the limit of " + maxFrame
                + "; send less at once, or raise maxFrame on both sides");
        warn(peer, String.valueOf(why.getMessage()));
        return why;
    }

    /** Returns whether jeromq ended a connection for that, and warns if so; by the thread that tells of it. */
    boolean hasEnded(ZMQ.Event event) {
        Errno errno = new Errno();
        if (event.event != ZMQ.ZMQ_EVENT_DISCONNECTED || !errno.is(ZError.EMSGSIZE)) {
            return false;
        }
        errno.set(0);
        warn(nameOf(event), mend());
        return true;
    }

    /** Says what has been too long by far. */
    String mend() {
        return "a message was over twice the limit of " + maxFrame
                + ", which ends a connection; send less at once, or raise maxFrame on both sides";
    }

    private static String nameOf(ZMQ.Event event) {
        try {
            return event.arg instanceof SocketChannel channel ? String.valueOf(channel.getRemoteAddress()) : event.addr;
        } catch (IOException e) {
            return event.addr;
        }
    }

    private void warn(String peer, String what) {
        if (warnings.isDue()) {
            LOG.warn("from {}: {}", peer, what);
        }
    }
}
