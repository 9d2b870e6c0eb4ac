package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.ActionQueue;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer: what waits to be sent to it, and what has arrived from it, each bounded in bytes.
 *
 * <p>Safe for any thread. What arrives is handled by one thread at a time, in order; which one is for the {@link Driver} to say.
 */
final class ZmqLink implements MessageLink {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqLink.class);

    // What a message takes beside its bytes.
    private static final int OVERHEAD = 64;

    // Where too much waits to be handled, and nothing is for so long, the peer is given up; a stream is after the same
    // time.
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ZmqTransport transport;
    private final String name;
    private final int maxQueued;
    private final long sendTimeoutNanos;

    // As the peer's last message had it; written by the thread that drives the socket.
    private volatile List<byte[]> context;

    // Whose key its connection was made with, where only those are let in that are known.
    private final @Nullable String client;

    // Held by whoever waits for room, or ends the waiting; neither for sending nor while the socket is given something,
    // or one would keep the other from it with every message.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private volatile int waiting;

    // Bodies of messages, without the context; taken out by the thread that drives the socket, once jeromq has them.
    private final Queue<List<byte[]>> outgoing = new ConcurrentLinkedQueue<>();

    // Of those, and of what jeromq has and has not written yet, which alone is the second; that one is exchanged by the
    // thread that drives the socket.
    private final AtomicLong outgoingBytes = new AtomicLong();
    private volatile Counted.Held held = new Counted.Held();
    private volatile boolean gone;

    // Confined to the thread that drives the socket: when something was sent last, on System.nanoTime.
    private long sentNanos = System.nanoTime();

    // For an error: of several that send at once, one may be left out.
    private volatile int longestSent;

    // Whether the last sender failed for want of room: whoever asks why must not be told that there is some, as a
    // little has just left.
    private volatile boolean refused;
    private volatile @Nullable IOException dropped;

    // When it was closed here, on System.nanoTime; 0 until then.
    private final AtomicLong closedAt = new AtomicLong();

    /** Whether it stands in the transport's list of those with something to send; so it stands there once. */
    final AtomicBoolean listed = new AtomicBoolean();

    // What has arrived and is not handled yet.
    private final Queue<Arrived> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicLong incomingBytes = new AtomicLong();
    private final ActionQueue inbox;
    private final Runnable handleWaiting = this::handleWaiting;
    private final Runnable delivery = this::deliver;

    // Whether the inbox has an action for what waits that has not begun.
    private final AtomicBoolean inboxed = new AtomicBoolean();

    // Confined to the thread that drives the socket: whether a delivery is to come for what has arrived.
    private boolean toBeDelivered;

    // When something was handled while too much waited, or began to wait; on System.nanoTime.
    private volatile long progressAt;

    // Written by the inbox's actions, but for a client's first link, whose start comes before all of them.
    private volatile @Nullable MessageReceiver receiver;

    private record Arrived(Envelope message, boolean answer) {
        int bytes() {
            return message.size() + OVERHEAD;
        }
    }

    /** Makes one for a peer that nobody has made sure of, if {@code client} is null. */
    ZmqLink(ZmqTransport transport, String name, List<byte[]> context, @Nullable String client) {
        this.client = client;
        this.transport = transport;
        this.name = name;
        this.context = context;
        this.maxQueued = transport.limits.maxQueued();
        this.sendTimeoutNanos = transport.settings.sendTimeout().toNanos();
        this.inbox = new ActionQueue(transport.driver::runActions);
    }

    @Override
    public String peerName() {
        return name;
    }

    @Override
    public Optional<String> identity() {
        return Optional.ofNullable(client);
    }

    // Out.

    @Override
    public void send(byte[] payload, int offset, int length) throws IOException {
        send(List.of(Arrays.copyOfRange(payload, offset, offset + length)), length);
    }

    @Override
    public void send(byte[] buffer, int offset, int headerLength, int length) throws IOException {
        int middle = offset + headerLength;
        send(
                List.of(
                        Envelope.SECINFO,
                        Arrays.copyOfRange(buffer, offset, middle),
                        Arrays.copyOfRange(buffer, middle, offset + length)),
                length);
    }

    /** Returns the length of the longest message that was sent to it; 0 if none was. */
    int longestSent() {
        return longestSent;
    }

    private void send(List<byte[]> body, int length) throws IOException {
        if (isClosing() || gone) {
            IOException why = dropped;
            throw why == null ? new IOException("the connection to " + name + " is closed") : why;
        }
        if (length > longestSent) {
            longestSent = length;
        }
        outgoingBytes.addAndGet(length + OVERHEAD);
        outgoing.add(body);
        transport.hasSomethingToSend(this);
    }

    @Override
    public boolean isFull() {
        return outgoingBytes.get() > (refused ? maxQueued / 2 : maxQueued);
    }

    private boolean hasRoom() {
        return outgoingBytes.get() <= maxQueued;
    }

    @Override
    public void awaitRoom(boolean isReply, long deadlineNanos) {
        if (hasRoom()) {
            refused = false;
            return;
        }
        if (!isReply && transport.settings.whenFull() == WhenFull.FAIL) {
            refused = true;
            throw new LimitException(
                    full() + "; send less at once, raise maxQueued, or have senders wait with whenFull=wait");
        }
        if (!isReply && transport.settings.whenFull() == WhenFull.DROP && !gone) {
            dropped = new IOException(full() + "; whenFull says that it is dropped for that");
            transport.hasSomethingToSend(this);
        }
        awaitRoom(Math.min(deadlineNanos - System.nanoTime(), sendTimeoutNanos));
    }

    private String full() {
        return outgoingBytes.get() + " bytes wait to be sent to " + name + ", and it does not read";
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for those who read without it
    private void awaitRoom(long nanos) {
        long left = nanos;
        lock.lock();
        waiting++;
        try {
            while (!hasRoom() && !isClosing() && !gone) {
                if (left <= 0) {
                    throw new DeadlineException(full() + "; send less at once, or raise maxQueued, which is "
                            + maxQueued + ", or sendTimeout");
                }
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineException("interrupted while " + full());
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    // Whoever waits has said so before it looked for the last time.
    private void endWaiting() {
        if (waiting > 0) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Returns false once it has gone, as nothing is sent any more then. */
    @Override
    public boolean takesReplies() {
        return !gone;
    }

    @Override
    public boolean mayHandleHere() {
        return outgoingBytes.get() <= maxQueued / 2;
    }

    /** Answers what needs no answer, for a peer that waits for one. */
    private void sendEmpty() {
        try {
            send(List.of(Envelope.EMPTY), 0);
        } catch (IOException e) {
            LOG.debug("{} was not told that its notification has arrived", name, e);
        }
    }

    /** Sends what waits, by the thread that drives the socket. */
    ZmqSocket.Sent flush(ZmqSocket socket) {
        for (List<byte[]> body = outgoing.peek(); body != null; body = outgoing.peek()) {
            int bytes = length(body) + OVERHEAD;
            Counted.Held holds = held;
            // Before jeromq has it, as it may write it at once.
            holds.add(bytes);
            ZmqSocket.Sent sent =
                    socket.send(context, body, new Counted(body.get(body.size() - 1), this, holds, bytes));
            if (sent != ZmqSocket.Sent.YES) {
                holds.take(bytes);
                return sent;
            }
            outgoing.poll();
            sentNanos = System.nanoTime();
        }
        return ZmqSocket.Sent.YES;
    }

    /** Returns when something was sent to it last, on {@link System#nanoTime}; by the thread that drives the socket. */
    long sentNanos() {
        return sentNanos;
    }

    /** A message of so many bytes has been written to the connection; by a thread of jeromq's. */
    void left(int bytes) {
        if (outgoingBytes.addAndGet(-bytes) <= maxQueued) {
            endWaiting();
        }
    }

    /** Counts no more what jeromq has: it may have thrown some of it away; by the thread that drives the socket. */
    void heldNoMore() {
        Counted.Held before = held;
        held = new Counted.Held();
        if (outgoingBytes.addAndGet(-before.end()) <= maxQueued) {
            endWaiting();
        }
    }

    private static int length(List<byte[]> body) {
        int length = 0;
        for (byte[] part : body) {
            length += part == Envelope.SECINFO ? 0 : part.length;
        }
        return length;
    }

    List<byte[]> context() {
        return context;
    }

    /** Returns why this side gives the peer up, or null while it does not. */
    @Nullable
    IOException dropped() {
        return dropped;
    }

    boolean isClosing() {
        return closedAt.get() != 0;
    }

    /** When it was closed here, on {@link System#nanoTime}. */
    long closedAt() {
        return closedAt.get();
    }

    /** Sends what was sent before, and then goes; whoever waits for room fails. */
    @Override
    public void close() {
        if (!closedAt.compareAndSet(0, System.nanoTime() | 1)) {
            return;
        }
        endWaiting();
        transport.hasSomethingToSend(this);
        transport.linkClosed();
    }

    /** Lets go who waits to send: the peer is not there any more. */
    void goneAway() {
        gone = true;
        held.end();
        outgoing.clear();
        outgoingBytes.set(0);
        endWaiting();
    }

    // In.

    /** Has the listener take it over; by the thread that drives the socket, or that starts a client. */
    void open(TransportListener listener) {
        try {
            receiver = listener.connected(this);
        } catch (RuntimeException | Error e) {
            // The others must not suffer.
            LOG.warn("{} connected to {} and could not be taken", name, transport.expression(), e);
            close();
        }
    }

    /** Handles an action of this peer's after those before; by the thread that drives the socket, within a delivery. */
    void execute(Runnable action) {
        inbox.execute(action);
    }

    /** Takes what arrived, by the thread that drives the socket; it is delivered later, with what has arrived until then. */
    void received(Envelope message, boolean answer) {
        context = message.context();
        Arrived arrived = new Arrived(message, answer);
        long bytes = incomingBytes.addAndGet(arrived.bytes());
        incoming.add(arrived);
        if (bytes > maxQueued) {
            if (bytes - arrived.bytes() <= maxQueued) {
                progressAt = System.nanoTime();
                transport.countOverfull();
            }
            transport.tooMuchArrived(this);
        }
        transport.undelivered(arrived.bytes());
        if (!toBeDelivered) {
            toBeDelivered = true;
            transport.deliverLater(delivery);
        }
    }

    private void deliver() {
        toBeDelivered = false;
        handleLater();
    }

    private void handleLater() {
        if (inboxed.compareAndSet(false, true)) {
            inbox.execute(handleWaiting);
        }
    }

    /**
     * Handles what waits. Where that is several, another action stands ready behind this one: to go on while one of them waits for something within its handler, or after one
     * that failed.
     */
    private void handleWaiting() {
        inboxed.set(false);
        for (Arrived next = incoming.poll(); next != null; next = incoming.poll()) {
            if (!incoming.isEmpty()) {
                handleLater();
            }
            long left = incomingBytes.addAndGet(-next.bytes());
            if (left + next.bytes() > maxQueued) {
                progressAt = System.nanoTime();
                if (left <= maxQueued) {
                    transport.enoughHandled();
                }
            }
            handle(next.message(), next.answer());
        }
    }

    /** Returns whether more waits to be handled than may. */
    boolean isOverfull() {
        return incomingBytes.get() > maxQueued;
    }

    /** Returns why it is to be given up for what it has sent, if it is. */
    @Nullable
    IOException hasSentTooMuch(long nowNanos) {
        long waiting = incomingBytes.get();
        boolean stalled = nowNanos - progressAt >= STALL_NANOS;
        if (waiting <= maxQueued || (!stalled && waiting <= 2L * maxQueued + transport.limits.maxFrame())) {
            return null;
        }
        // Short enough for the other side to show all of it.
        return new IOException(waiting + " bytes of calls wait to be handled"
                + (stalled ? ", none was for a while" : "") + "; send less at once, or raise maxQueued");
    }

    /** Ends it at once, beside whatever its handler is at, which the kernel copes with; by the thread that drives the socket. */
    void giveUp(IOException why) {
        goneAway();
        incoming.clear();
        if (incomingBytes.getAndSet(0) > maxQueued) {
            transport.enoughHandled();
        }
        transport.driver.runApart(() -> end(why));
    }

    private void handle(Envelope message, boolean answer) {
        MessageReceiver to = receiver;
        if (to == null || isClosing()) {
            return;
        }
        boolean answered = false;
        for (byte[] payload : message.payloads()) {
            answered = to.received(payload, 0, payload.length);
        }
        if (answer && !answered) {
            sendEmpty();
        }
    }

    /** Tells the kernel that nothing more will come, after all that came. */
    void disconnected(@Nullable Throwable cause) {
        goneAway();
        inbox.execute(() -> end(cause));
    }

    private void end(@Nullable Throwable cause) {
        MessageReceiver to = receiver;
        if (to != null && !isClosing()) {
            to.disconnected(cause);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
