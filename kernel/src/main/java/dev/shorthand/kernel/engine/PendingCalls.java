package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.spi.ResultReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls to one peer that wait for their reply. As each peer has its own, a reply counts only from the peer that was asked.
 *
 * <p>Safe for any thread.
 */
public final class PendingCalls {
    private final ConcurrentHashMap<Id, PendingCall> calls = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final int limit;
    private final long maxBytes;
    private final String peer;
    final Connection connection;

    // Those who wait for room; woken when a call ends.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    // Why no call can be answered any more.
    volatile @Nullable DisconnectedException ended;

    PendingCalls(Connection connection, Limits limits) {
        this.peer = connection.peerName();
        this.connection = connection;
        this.limit = limits.maxPending();
        // The peer sets aside as many bytes of calls as its maxQueued says; half of that leaves room for a peer that
        // counts otherwise.
        this.maxBytes = limits.maxQueued() / 2;
    }

    /**
     * Adds a call that is about to be sent; it is not lost if its reply comes before the sending returns. The caller waits while the calls
     * without a reply are large: so two peers that flood each other never hold more of the other's calls than they have room for.
     */
    PendingCall add(Id id, String method, @Nullable ResultReader reader, long deadlineNanos) {
        if (bytes.get() > maxBytes) {
            awaitRoom(method, deadlineNanos);
        }
        if (size.incrementAndGet() > limit) {
            size.decrementAndGet();
            throw new LimitException(limit + " calls to " + peer
                    + " wait for their reply, which is the limit; wait for some, or raise maxPending");
        }
        PendingCall call = new PendingCall(id, method, reader, deadlineNanos, this);
        if (calls.putIfAbsent(id, call) != null) {
            size.decrementAndGet();
            throw new IllegalStateException(
                    "a call with the id " + id + " waits for its reply already; use another id");
        }
        // Whoever ends the connection sets this first and then empties the map: one of us sees the other.
        DisconnectedException cause = ended;
        if (cause != null) {
            call.completeExceptionally(lost(call, cause));
        }
        return call;
    }

    @Nullable
    PendingCall get(Id id) {
        PendingCall call = calls.get(id);
        return call != null || id.isNumber() || !id.isPresent() ? call : calls.get(asNumber(id));
    }

    // A peer may send back as text what was sent as a number; quickrpc's own peers accept that.
    private static Id asNumber(Id id) {
        if (id.value() instanceof String text && text.length() < 19 && text.matches("-?\\d+")) {
            return Id.of(Long.parseLong(text));
        }
        return id;
    }

    /** Notes how many bytes a call takes; before it is sent, and so before it can end. */
    void count(PendingCall call, int length) {
        call.bytes = length + SetAside.OVERHEAD;
        bytes.addAndGet(call.bytes);
    }

    /** Forgets a call that ends without a reply: the peer is told, where the endpoint does that. */
    void abandon(PendingCall call) {
        if (remove(call)) {
            connection.abandoned(call);
        }
    }

    boolean remove(PendingCall call) {
        boolean removed = calls.remove(call.id, call);
        if (removed) {
            size.decrementAndGet();
            bytes.addAndGet(-call.bytes);
            if (waiting.get() > 0) {
                wake();
            }
        }
        return removed;
    }

    private void wake() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(String method, long deadlineNanos) {
        Blocking.aboutToWait(this);
        lock.lock();
        try {
            waiting.incrementAndGet();
            long left = deadlineNanos - System.nanoTime();
            while (bytes.get() > maxBytes && ended == null) {
                if (left <= 0) {
                    throw new DeadlineException(bytes.get() + " bytes of calls to " + peer
                            + " wait for their reply, and there was no room for " + method
                            + " before its deadline; send less at once, or raise maxQueued on both sides");
                }
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("the thread that waited to send " + method + " was interrupted");
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
            Blocking.waited();
        }
    }

    int size() {
        return size.get();
    }

    /**
     * Fails those whose deadline has passed, on a worker's thread: what their callers do then must not hold up the clock.
     *
     * @return the nanoseconds until the earliest deadline of the others, or {@code Long.MAX_VALUE}
     */
    long expire(long nowNanos) {
        long earliest = Long.MAX_VALUE;
        List<PendingCall> overdue = List.of();
        for (PendingCall call : calls.values()) {
            long left = call.deadlineNanos - nowNanos;
            if (left > 0) {
                earliest = Math.min(earliest, left);
            } else {
                overdue = overdue.isEmpty() ? new ArrayList<>() : overdue;
                overdue.add(call);
                abandon(call);
            }
        }
        if (!overdue.isEmpty()) {
            connection.failLate(overdue);
        }
        return earliest;
    }

    /** Fails the calls of a batch, if nothing else waits: then an error that names no call is about that one. */
    void failOnlyBatch(ErrorReply error) {
        Object only = null;
        for (PendingCall call : calls.values()) {
            Object batch = call.batch;
            if (batch == null || (only != null && only != batch)) {
                return;
            }
            only = batch;
        }
        for (PendingCall call : calls.values()) {
            if (call.batch == only) {
                call.completeExceptionally(new RemoteException(error));
            }
        }
    }

    void failLate(List<PendingCall> late) {
        for (PendingCall call : late) {
            call.completeExceptionally(new DeadlineException("no reply to " + call.method + " from " + peer
                    + " before the deadline; give it more time, or see whether the peer is busy"));
        }
    }

    /** Fails all, also those that are still to come. */
    void end(DisconnectedException cause) {
        ended = cause;
        wake();
        for (PendingCall call : calls.values()) {
            call.completeExceptionally(lost(call, cause));
        }
    }

    // One exception for each call, as each gets the stack trace of its caller.
    private static DisconnectedException lost(PendingCall call, DisconnectedException cause) {
        return new DisconnectedException("no reply to " + call.method + ": " + cause.getMessage(), cause);
    }
}
