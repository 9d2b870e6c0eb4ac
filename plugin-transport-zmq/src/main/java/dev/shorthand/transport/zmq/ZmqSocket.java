package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;
import zmq.io.Metadata;

/**
 * A socket of jeromq, with a way to wake whoever waits for it.
 *
 * <p>Confined to the thread that drives it; {@link #wake} is for any. It waits on the socket's own signal (ZMQ_FD), which jeromq gives for each command to
 * the socket, such as "there is something to read" or "there is room again": whoever has read until there was nothing has handled all commands, and the
 * next one gives the next signal.
 */
final class ZmqSocket {
    // More frames than devices and REQ sockets put before a payload: someone plays.
    private static final int MOST_FRAMES = 64;

    private static final long NOW = -1;

    // Then something else may be done, and it looks again.
    private static final int MOST_TURNS = 100;

    private final Contexts.Lease context;
    private final SocketBase socket;
    private final Selector selector;

    // Held where the selector is woken, and closed: not the selector itself, which whoever waits holds.
    private final Object closing = new Object();

    // Set by whoever is about to wait, so that others do not pay for waking one who is awake.
    private volatile boolean asleep;

    // Whether the signal was there when the waiting ended: jeromq may have given it and not counted it yet, and looks
    // at
    // the count alone (see YieldingSelector, which does for its threads what is done here for ours).
    private boolean signalled;

    // Says who may connect, where not everybody may; and the client whose message was received last, then.
    private @Nullable Gatekeeper gatekeeper;
    private @Nullable String client;

    // Who has sent nothing yet, where somebody wants to know.
    private @Nullable Newcomers newcomers;

    /** What became of a message to be sent. */
    enum Sent {
        YES,
        /** There is no room, or no connection yet. */
        NO_ROOM,
        /** Nobody has that name any more. */
        GONE
    }

    ZmqSocket(int type, boolean shared) throws IOException {
        context = Contexts.lease(shared);
        Ctx ctx = context.ctx();
        socket = ctx.createSocket(type);
        try {
            selector = Selector.open();
            ((SelectableChannel) socket.getSocketOptx(ZMQ.ZMQ_FD)).register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            socket.close();
            context.close();
            throw e;
        }
    }

    /** Lets no client connect but these, and notes which of them a message is from. */
    void admitOnly(CurveClients clients) throws IOException {
        gatekeeper = new Gatekeeper(context.ctx(), clients);
    }

    /** Has it noted who sends something for the first time. */
    void note(Newcomers silent) {
        newcomers = silent;
    }

    /** Returns which client sent the message received last, or null where nobody has made sure of that. */
    @Nullable
    String client() {
        return client;
    }

    SocketBase base() {
        return socket;
    }

    void set(int option, Object value) {
        if (!socket.setSocketOpt(option, value)) {
            throw new IllegalStateException(
                    "jeromq refuses the value " + value + " for its option " + option + ": " + socket.errno());
        }
    }

    /** Returns the frames of the next message, or null if there is none; too many frames are passed over, for an empty list. */
    @Nullable
    List<byte[]> receive() {
        Msg part = socket.recv(ZMQ.ZMQ_DONTWAIT);
        if (part == null) {
            refuseIfBroken();
            part = receiveAnnounced();
            if (part == null) {
                return null;
            }
        }
        signalled = false;
        client = null;
        List<byte[]> frames = new ArrayList<>(4);
        frames.add(part.data());
        boolean tooMany = false;
        while (part.hasMore()) {
            part = socket.recv(ZMQ.ZMQ_DONTWAIT);
            if (part == null) {
                // The peer has gone in the middle of it.
                return List.of();
            }
            if (gatekeeper != null && part.getMetadata() != null) {
                client = part.getMetadata().get(Metadata.USER_ID);
            }
            if (frames.size() < MOST_FRAMES) {
                frames.add(part.data());
            } else {
                tooMany = true;
            }
        }
        if (newcomers != null && !newcomers.isEmpty() && part.getMetadata() != null) {
            newcomers.hasSpoken(part.getMetadata().get(Metadata.PEER_ADDRESS));
        }
        return tooMany ? List.of() : frames;
    }

    /** Waits for a message that was announced, where its signal is there and not counted yet. */
    @SuppressWarnings("ThreadPriorityCheck") // there is nothing to wait on but the writer's turn
    private @Nullable Msg receiveAnnounced() {
        boolean announced = signalled;
        signalled = false;
        for (int turn = 0; announced && turn < MOST_TURNS && select(NOW) > 0; turn++) {
            Thread.yield();
            Msg part = socket.recv(ZMQ.ZMQ_DONTWAIT);
            if (part != null) {
                return part;
            }
            refuseIfBroken();
        }
        return null;
    }

    /** Handles what the socket has to be told, where nothing is received. */
    void process() {
        if (socket.getSocketOpt(ZMQ.ZMQ_EVENTS) < 0) {
            refuseIfBroken();
        }
    }

    private void refuseIfBroken() {
        int errno = socket.errno();
        if (errno != ZError.EAGAIN && errno != ZError.EINTR) {
            throw new IllegalStateException("the socket failed: " + ZError.toString(errno));
        }
    }

    /** Sends a message: all of its frames, or none. */
    Sent send(List<byte[]> context, List<byte[]> body) {
        return send(context, body, new Msg(body.get(body.size() - 1)));
    }

    /** Sends a message: all of its frames, or none. {@code last} is made of the body's last one. */
    Sent send(List<byte[]> context, List<byte[]> body, Msg last) {
        int left = context.size() + body.size();
        // Only the first frame can be refused: room is counted in messages.
        boolean first = true;
        for (List<byte[]> part : List.of(context, body)) {
            for (byte[] frame : part) {
                left--;
                Msg message = left > 0 ? new Msg(frame) : last;
                boolean taken = socket.send(message, ZMQ.ZMQ_DONTWAIT | (left > 0 ? ZMQ.ZMQ_SNDMORE : 0));
                if (!taken && first) {
                    return refused();
                }
                first = false;
            }
        }
        return Sent.YES;
    }

    private Sent refused() {
        if (socket.errno() == ZError.EHOSTUNREACH) {
            return Sent.GONE;
        }
        refuseIfBroken();
        return Sent.NO_ROOM;
    }

    /** Says that this thread will wait unless it finds something to do now; {@link #await} or {@link #stayAwake} follows. */
    void aboutToWait() {
        asleep = true;
    }

    void stayAwake() {
        asleep = false;
    }

    /** Waits until the socket, or {@link #wake}, has something, or the time is up; 0 is no limit. */
    void await(long millis) {
        try {
            signalled = select(millis) > 0;
        } finally {
            asleep = false;
        }
    }

    private int select(long millis) {
        try {
            int signals = millis == NOW ? selector.selectNow() : selector.select(millis);
            selector.selectedKeys().clear();
            return signals;
        } catch (IOException e) {
            throw new IllegalStateException("the socket cannot be waited for", e);
        }
    }

    /** Wakes whoever waits, from any thread. */
    void wake() {
        if (asleep) {
            asleep = false;
            synchronized (closing) {
                if (selector.isOpen()) {
                    selector.wakeup();
                }
            }
        }
    }

    /** Closes it, and waits at most so long for what was sent to leave. */
    void close(int lingerMillis) {
        try {
            synchronized (closing) {
                selector.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector cannot be closed", e);
        } finally {
            socket.setSocketOpt(ZMQ.ZMQ_LINGER, lingerMillis);
            socket.close();
            context.close();
            if (gatekeeper != null) {
                gatekeeper.awaitEnd();
            }
        }
    }
}
