package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.BadReplyException;
import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Link;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ResultReader;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is between this side and one peer: the calls that wait for their reply, and the way of a message in and out.
 *
 * <p>Sending is safe for any thread. What arrives is confined to the thread that reads, which {@link StreamConnection} and
 * {@link MessageConnection} decide upon.
 */
public abstract class Connection implements Binding {
    /** One for all kinds of connections: whoever sets its level need not know which kind a transport has. */
    static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    // Whoever waits for answers looks so often whether the connection is still there.
    private static final long LOOK_NANOS = 50_000_000;

    /** What the endpoint's connections have in common. */
    final Receiver receiver;

    /** The link's own codec, or else the endpoint's. */
    final Codec codec;

    /** The calls to this peer that wait for their reply. */
    final PendingCalls pending;

    private final Link link;
    private final String peerName;
    private final SetAside setAside;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();

    // Calls of the peer that have arrived and are not answered yet.
    private final AtomicInteger inHand = new AtomicInteger();
    private volatile @Nullable Thread awaitsAnswers;

    // When the link is to be closed, on System.nanoTime; 0 while that is open.
    private volatile long closeAt;

    Connection(Link link, Receiver receiver) {
        this.link = link;
        this.peerName = link.peerName();
        this.receiver = receiver;
        this.codec = link.codec().orElse(receiver.codec);
        this.pending = new PendingCalls(this, receiver.limits);
        this.setAside = new SetAside(receiver);
    }

    /**
     * Returns the name of the peer.
     *
     * @return for example {@code 127.0.0.1:40123}
     */
    public final String peerName() {
        return peerName;
    }

    /**
     * Returns how many calls wait for their reply.
     *
     * @return 0 or more
     */
    public final int pendingCalls() {
        return pending.size();
    }

    /**
     * Returns how many replies came that nobody had asked for, or not any more.
     *
     * @return 0 or more
     */
    public final long droppedReplies() {
        return dropped.get();
    }

    /**
     * Returns whether messages can be sent.
     *
     * @return false from the moment the connection is lost or closed
     */
    public final boolean isOpen() {
        return !closed.get();
    }

    /**
     * Returns why the connection has ended.
     *
     * @return null while it has not
     */
    public final @Nullable DisconnectedException ending() {
        return pending.ended;
    }

    /**
     * Returns whether an endpoint has it.
     *
     * @param other what may stand behind it
     * @return true if it does
     */
    public final boolean belongsTo(Receiver other) {
        return receiver.equals(other);
    }

    /**
     * Sends a call.
     *
     * @param method        the remote method
     * @param params        its arguments
     * @param reader        what its result is read as, or null for a plain value
     * @param awaited       whether the caller waits at once
     * @param deadlineNanos until when the reply may come, on {@link System#nanoTime}
     * @return completes with the result; a failure to send has been thrown instead
     */
    public final PendingCall call(
            String method, Params params, @Nullable ResultReader reader, boolean awaited, long deadlineNanos) {
        PendingCall call = pending.add(receiver.ids.get(), method, reader, deadlineNanos);
        try {
            send(new Call(call.id, method, params), call, awaited ? Outbound.AWAITED : Outbound.ONE_WAY, deadlineNanos);
        } catch (RuntimeException | Error e) {
            call.completeExceptionally(e);
            throw e;
        }
        receiver.clock.deadline(deadlineNanos);
        return call;
    }

    /**
     * Sends a notification.
     *
     * @param method        the remote method
     * @param params        its arguments
     * @param deadlineNanos until when to wait for room to send it
     */
    public final void notify(String method, Params params, long deadlineNanos) {
        send(Call.notification(method, params), null, Outbound.ONE_WAY, deadlineNanos);
    }

    /**
     * Sends several calls and notifications as one message.
     *
     * @param calls         of which the ids are chosen here
     * @param readers       what the result of each is read as; null or missing for a plain value
     * @param deadlineNanos until when the replies may come
     * @return one promise for each call; a failure to send has been thrown instead
     */
    public final List<Promise<@Nullable Object>> call(
            List<Call> calls, List<? extends @Nullable ResultReader> readers, long deadlineNanos) {
        List<Promise<@Nullable Object>> promises = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        PendingCall last = null;
        try {
            for (Call call : calls) {
                if (call.isNotification()) {
                    messages.add(call);
                    continue;
                }
                int index = messages.size();
                ResultReader reader = index < readers.size() ? readers.get(index) : null;
                last = pending.add(receiver.ids.get(), call.method(), reader, deadlineNanos);
                last.batch = promises;
                promises.add(last);
                messages.add(new Call(last.id, call.method(), call.params()));
            }
            // The bytes of all count among those that wait for a reply until the last one ends.
            send(new Batch(messages), last, Outbound.ONE_WAY, deadlineNanos);
        } catch (RuntimeException | Error e) {
            for (Promise<?> promise : promises) {
                promise.completeExceptionally(e);
            }
            throw e;
        }
        receiver.clock.deadline(deadlineNanos);
        return promises;
    }

    /** Tells the peer that nobody waits for the reply to a call any more, where the endpoint does that. */
    final void abandoned(PendingCall call) {
        Call notification = receiver.cancels.of(call.id);
        if (notification == null || !isOpen()) {
            return;
        }
        try {
            send(notification, null, Outbound.LATER, System.nanoTime());
        } catch (RpcException e) {
            LOG.debug("{} was not told that {} was given up", peerName, call.method, e);
        }
    }

    /**
     * Sends what a call returned. Where that cannot be sent, the caller is told so; where the connection is gone, nobody is.
     *
     * @param reply a reply, an error reply, or a batch of them
     */
    public final void reply(Message reply) {
        long deadlineNanos = System.nanoTime() + SetAside.STALL_NANOS;
        try {
            send(reply, null, Outbound.REPLY, deadlineNanos);
        } catch (EncodeException | LimitException e) {
            LOG.warn("the reply to {} cannot be sent: {}", peerName, e.getMessage());
            try {
                send(instead(reply, e), null, Outbound.REPLY, deadlineNanos);
            } catch (RpcException again) {
                LOG.debug("nor can the error reply be sent to {}", peerName, again);
            }
        } catch (RpcException e) {
            LOG.debug("a reply to {} was dropped", peerName, e);
        }
    }

    /** What to send for a reply that cannot be: the same replies, the bad ones replaced. */
    private Message instead(Message reply, RpcException why) {
        if (reply instanceof Batch batch) {
            List<Message> items = new ArrayList<>();
            for (Message item : batch.messages()) {
                items.add(why instanceof EncodeException && isEncodable(item) ? item : instead(item, why));
            }
            return new Batch(items);
        }
        Id id = reply instanceof Reply good ? good.id() : reply instanceof ErrorReply bad ? bad.id() : Id.NULL;
        long code = why instanceof LimitException ? ErrorCodes.LIMIT : ErrorCodes.INTERNAL_ERROR;
        // What an EncodeException says names types of this side; it is in the log here.
        String message = why instanceof LimitException ? why.getMessage() : "the result cannot be sent";
        return new ErrorReply(id, code, message, null);
    }

    private boolean isEncodable(Message message) {
        try {
            codec.newEncoder(receiver.conversions).encode(message, new OutputBuffer(256));
            return true;
        } catch (EncodeException e) {
            return false;
        }
    }

    /**
     * Sends a message; throws what prevents it.
     *
     * @param call    made by the message, or the last of those in it; null for none
     * @param urgency one of those that {@link Outbound} has
     */
    abstract void send(Message message, @Nullable PendingCall call, int urgency, long deadlineNanos);

    /** Takes no more to send. */
    void stopSending() {}

    /**
     * Returns who the transport says that the peer is.
     *
     * @return as {@link dev.shorthand.kernel.spi.Link#identity} has it
     */
    public final Optional<String> identity() {
        return link.identity();
    }

    /** Takes one message that arrived, on the thread that reads. {@code bytes} is the length of its payload. */
    final void accept(Message message, Map<String, @Nullable Object> headers, int bytes) {
        if (message instanceof Call call) {
            hand(call, headers, bytes);
        } else if (message instanceof Reply reply) {
            complete(reply);
        } else if (message instanceof ErrorReply error) {
            fail(error);
        } else if (message instanceof Batch batch) {
            acceptBatch(batch, headers, bytes);
        } else {
            Malformed malformed = (Malformed) message;
            warn(malformed);
            if (isToBeAnswered(malformed)) {
                reply(malformed.toErrorReply());
            } else {
                failWith(malformed);
            }
        }
    }

    private boolean isToBeAnswered(Malformed malformed) {
        return malformed.answerable() || (malformed.mayBeAnswered() && pending.get(malformed.id()) == null);
    }

    /** Has the call fail that a malformed reply answers, where that can be told: it would wait until its deadline. */
    private void failWith(Malformed badReply) {
        PendingCall call = pending.get(badReply.id());
        if (call != null) {
            beginHandling(call);
            call.completeExceptionally(badReply(call, " is malformed: " + badReply.problem()));
        }
    }

    private void warn(Malformed malformed) {
        if (receiver.logs(this, malformed)) {
            LOG.warn("bad message from {}: {}", peerName, malformed.problem());
        }
    }

    private void hand(Call call, Map<String, @Nullable Object> headers, int bytes) {
        Caller caller = admit(call, headers);
        if (caller == null) {
            return;
        }
        if (mayHandleHere()) {
            beginHandling(null);
            receiver.handle(this, call, caller);
        } else {
            handleLater(List.of(call), bytes, () -> receiver.handle(this, call, caller));
        }
    }

    private void acceptBatch(Batch batch, Map<String, @Nullable Object> headers, int bytes) {
        List<Message> items = new ArrayList<>();
        List<@Nullable Caller> callers = new ArrayList<>();
        for (Message message : batch.messages()) {
            if (message instanceof Malformed bad && isToBeAnswered(bad)) {
                warn(bad);
                items.add(message);
                callers.add(null);
            } else if (message instanceof Call call) {
                Caller caller = admit(call, headers);
                if (caller != null) {
                    items.add(message);
                    callers.add(caller);
                }
            } else {
                accept(message, headers, bytes);
            }
        }
        if (items.isEmpty()) {
            return;
        }
        if (mayHandleHere()) {
            beginHandling(null);
            receiver.handle(this, items, callers);
        } else {
            handleLater(items, bytes, () -> receiver.handle(this, items, callers));
        }
    }

    /** Counts a call as being handled until {@link #answered}; returns null if it is not to be handled. */
    private @Nullable Caller admit(Call call, Map<String, @Nullable Object> headers) {
        Caller caller = receiver.arrived(this, call, headers);
        if (caller == null) {
            return null;
        }
        int most = receiver.limits.maxPending();
        if (inHand.incrementAndGet() <= most) {
            return caller;
        }
        inHand.decrementAndGet();
        String problem = most + " calls of " + peerName
                + " are being handled, which is the limit; wait for some, or raise maxPending";
        if (receiver.logs(this, new LimitException(problem))) {
            LOG.warn("a call of {} was refused: {}", Quoted.shorten(call.method()), problem);
        }
        if (!call.isNotification()) {
            reply(new ErrorReply(call.id(), ErrorCodes.LIMIT, problem, null));
        }
        return null;
    }

    /** Notes that a call has been answered, or needs no answer. */
    public final void answered() {
        if (inHand.decrementAndGet() == 0) {
            LockSupport.unpark(awaitsAnswers);
        }
    }

    /**
     * Ends what arrives: the calls that wait for a reply fail at once, and those of the peer that are being handled are still answered, as it may have
     * said only that it sends nothing more. Waits for that, on the thread that reads.
     */
    final void awaitAnswers(String why) {
        pending.end(gone(" is closed: " + why, null));
        long deadline = System.nanoTime() + SetAside.STALL_NANOS;
        awaitsAnswers = Thread.currentThread();
        while (inHand.get() > 0 && isOpen() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    /** Ends the connection as the other side did: once the calls that are being handled are answered, or at once where there are none. */
    final void endWhenAnswered() {
        if (inHand.get() == 0) {
            end(lost(null), null);
            return;
        }
        try {
            receiver.workers.execute(() -> {
                awaitAnswers(lost(null));
                end(lost(null), null);
            });
        } catch (RejectedExecutionException e) {
            end("the endpoint is closed", e);
        }
    }

    /** Whether the thread that reads handles the next call itself, without overtaking one that was set aside. */
    boolean mayHandleHere() {
        return receiver.executor() == null && setAside.isIdle();
    }

    /** Has a call handled by the executor, or after those set aside; the reader waits here only where the peer has sent more than it may. */
    private void handleLater(List<? extends Message> calls, int bytes, Runnable handle) {
        if (!setAside.count(bytes)) {
            end(
                    "more than " + receiver.limits.maxQueued()
                            + " bytes of its calls wait to be handled, and none was for a while;"
                            + " have it send less at once, or raise maxQueued",
                    null);
            return;
        }
        Executor executor = receiver.executor();
        try {
            (executor == null ? setAside.queue : executor).execute(() -> {
                try {
                    awaitReplyRoom(System.nanoTime() + SetAside.STALL_NANOS);
                    handle.run();
                } finally {
                    setAside.discount(bytes);
                }
            });
        } catch (RejectedExecutionException e) {
            setAside.discount(bytes);
            LOG.warn("the executor refused a call from {}: {}", peerName, e.getMessage());
            for (Message message : calls) {
                refuse(message);
            }
        }
    }

    private void refuse(Message message) {
        if (message instanceof Call call) {
            if (!call.isNotification()) {
                reply(new ErrorReply(
                        call.id(), ErrorCodes.LIMIT, "too busy to handle the call; try again later", null));
            }
            answered();
        }
    }

    /** Holds back calls from now on until a handler that keeps the thread that reads has let go. */
    final void holdCallsUntil(CountDownLatch over) {
        setAside.queue.execute(() -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Says that the thread that reads goes into code of others from here on, and may be relieved. What it decides about the order of calls it has decided
     * before: once relieved, it could set a call aside behind the next one.
     *
     * @param answered a call whose reply shows that the peer has read what was sent up to it; null for none
     */
    void beginHandling(@Nullable PendingCall answered) {}

    /** Lets the thread that waits for a reply read it by itself, where it may; returns before the reply has come where not. */
    void readFor(PendingCall call) {}

    /**
     * Returns whether who sends now has to wait for room.
     *
     * @return false where the transport has its own bound
     */
    public boolean isFull() {
        return false;
    }

    void awaitReplyRoom(long deadlineNanos) {}

    private void complete(Reply reply) {
        PendingCall call = pending.get(reply.id());
        if (call == null) {
            drop(reply.id());
            return;
        }
        beginHandling(call);
        Object result = reply.result();
        ResultReader reader = call.reader;
        if (reader != null && !call.isShaped(result)) {
            try {
                result = reader.convert(result);
            } catch (MismatchException e) {
                call.completeExceptionally(badReply(call, " does not fit: " + e.getMessage()));
                return;
            }
        }
        call.complete(result);
    }

    private BadReplyException badReply(PendingCall call, String problem) {
        return new BadReplyException("the reply to " + call.method + " from " + peerName + problem);
    }

    private void fail(ErrorReply error) {
        PendingCall call = pending.get(error.id());
        if (call == null && (!error.id().isPresent() || error.id().equals(Id.NULL))) {
            // The other side could not read something of ours, and so cannot say which call it was.
            if (receiver.logs(this, new RemoteException(error))) {
                LOG.warn(
                        "{} reports error {} about a message whose id it could not read: {}",
                        peerName,
                        error.code(),
                        Quoted.shorten(error.message()));
            }
            beginHandling(null);
            pending.failOnlyBatch(error);
        } else if (call == null) {
            drop(error.id());
        } else {
            beginHandling(call);
            call.completeExceptionally(new RemoteException(error));
        }
    }

    private void drop(Id id) {
        dropped.incrementAndGet();
        // At debug, as most of these are late.
        if (!receiver.isHooked()
                || receiver.logs(
                        this,
                        new BadReplyException(
                                "a reply from " + peerName + " with the id " + id + ", which no call waits for"))) {
            LOG.debug("a reply from {} with the id {}, which no call waits for, was dropped", peerName, id);
        }
    }

    /** Fails what is overdue at {@code nowNanos} (of {@link System#nanoTime}); returns the nanoseconds until the next, or {@code Long.MAX_VALUE}. */
    final long expire(long nowNanos) {
        long left = closeAt - nowNanos;
        if (closeAt != 0 && left <= 0) {
            closeAt = 0;
            // Not on the clock's thread: closing may take a while, as where a child process has to end.
            receiver.workers.execute(link::close);
        }
        long next = pending.expire(nowNanos);
        return closeAt == 0 ? next : Math.min(next, left);
    }

    /** Has calls fail that are overdue, on a thread that may take its time. */
    final void failLate(List<PendingCall> late) {
        Runnable fail = () -> pending.failLate(late);
        try {
            receiver.workers.execute(fail);
        } catch (RejectedExecutionException e) {
            fail.run();
        }
    }

    /** Has the link be closed after some time, if nothing else has done so before. */
    final void closeLinkAfter(long nanos) {
        long at = System.nanoTime() + nanos;
        closeAt = at;
        receiver.clock.deadline(at);
    }

    /** Relieves a reader that has been busy with the same thing since the last look; returns whether any reader is busy. */
    boolean look() {
        return false;
    }

    /**
     * Waits until all that was sent has been written, and says that nothing more will be; the peer closes in turn, which ends the connection in good
     * order. Closes it where the transport carries whole payloads, as that sends by itself what it was given.
     *
     * @param deadlineNanos until when to wait
     */
    public void finish(long deadlineNanos) {
        close("the endpoint was closed");
    }

    /**
     * Closes the connection: pending calls fail at once.
     *
     * @param why for the error of the calls that wait, for example {@code the endpoint was closed}
     */
    public final void close(String why) {
        end(why, null);
    }

    /** Says how a connection was lost, or, without a cause, that the other side closed it; for {@link #end}. */
    static String lost(@Nullable Throwable cause) {
        return cause == null ? "the other side closed it" : "it was lost (" + cause.getMessage() + ")";
    }

    final DisconnectedException gone(String how, @Nullable Throwable cause) {
        return new DisconnectedException("the connection to " + peerName + how, cause);
    }

    /** Ends the connection, once. {@code why} reads on after "the connection to X is closed: ". */
    final void end(String why, @Nullable Throwable cause) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        receiver.clock.forget(this);
        stopSending();
        pending.end(gone(" is closed: " + why, cause));
        link.close();
        setAside.close();
        receiver.ended(this, cause);
    }

    // Read while a payload is decoded: arguments as the endpoint's methods declare them, and results as the callers do.

    @Override
    public final Params readParams(String method, ValueReader in) {
        return receiver.readParams(method, in);
    }

    @Override
    public final @Nullable Object readResult(Id id, ValueReader in) {
        PendingCall call = id.isPresent() ? pending.get(id) : null;
        ResultReader reader = call == null ? null : call.reader;
        if (call == null || reader == null) {
            return Conversions.readPlain(in);
        }
        Object result = reader.read(in);
        call.shapedResult = result;
        return result;
    }

    /** Shows a payload to the endpoint's trace, where it has one; by the thread that reads, or holds the send lock. */
    final void trace(boolean incoming, byte[] payload, int offset, int length) {
        if (receiver.trace == null) {
            return;
        }
        try {
            receiver.trace.payload(incoming, peerName, payload, offset, length);
        } catch (RuntimeException e) {
            LOG.warn("the trace failed on a payload of {} bytes", length, e);
        }
    }
}
