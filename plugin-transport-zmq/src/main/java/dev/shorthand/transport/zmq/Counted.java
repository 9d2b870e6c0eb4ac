package dev.shorthand.transport.zmq;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import zmq.Msg;

/**
 * The last frame of a message that jeromq has taken, and that counts among the bytes that wait to be sent to its peer until jeromq writes it to the connection.
 *
 * <p>jeromq counts messages, not bytes, and says of none that it has left. But whoever turns a frame into bytes reads it: the encoders of ZMTP by {@link #buf}, CURVE by
 * {@link #transfer}, and a socket of the same process that it has come to by {@link #data}. Confined to one thread at a time, as jeromq hands it over.
 */
final class Counted extends Msg {
    private final ZmqLink link;
    private final Held held;
    private final int bytes;
    private boolean left;

    Counted(byte[] frame, ZmqLink link, Held held, int bytes) {
        super(frame);
        this.link = link;
        this.held = held;
        this.bytes = bytes;
    }

    private void leave() {
        if (!left) {
            left = true;
            if (held.take(bytes)) {
                link.left(bytes);
            }
        }
    }

    @Override
    public ByteBuffer buf() {
        leave();
        return super.buf();
    }

    @Override
    public void transfer(ByteBuffer destination, int offset, int length) {
        leave();
        super.transfer(destination, offset, length);
    }

    @Override
    public byte[] data() {
        leave();
        return super.data();
    }

    /** The bytes that jeromq holds for a peer, until it may have thrown some of them away with a connection. Safe for any thread. */
    static final class Held {
        private static final long THROWN_AWAY = -1;

        private final AtomicLong bytes = new AtomicLong();

        /** Adds some; by the thread that drives the socket, which also ends the count. */
        void add(int more) {
            bytes.addAndGet(more);
        }

        /** Takes off some; false if they do not count any more. */
        boolean take(int less) {
            long now = bytes.get();
            while (now != THROWN_AWAY && !bytes.compareAndSet(now, now - less)) {
                now = bytes.get();
            }
            return now != THROWN_AWAY;
        }

        /** Counts no more; returns how many there were. */
        long end() {
            return Math.max(0, bytes.getAndSet(THROWN_AWAY));
        }
    }
}
