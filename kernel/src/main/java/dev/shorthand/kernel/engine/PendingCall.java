package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ResultReader;
import java.util.concurrent.locks.LockSupport;

/**
 * A call that waits for its reply: the promise given to the caller, and what is needed to complete it.
 *
 * <p>Safe for any thread. Whoever takes it out of {@link PendingCalls} completes it; so it has one outcome.
 */
public final class PendingCall extends Promise<@Nullable Object> {
    // Who waits gives way to other threads so often before it sleeps.
    private static final int YIELDS = 5;

    final Id id;
    final String method;
    final @Nullable ResultReader reader;
    final long deadlineNanos;
    private final PendingCalls owner;

    // Where in the stream of sent bytes the call ends: its reply proves that the peer has read that far.
    volatile long sentUpTo;

    // Stands for the batch that it was sent in, or null; set before it is sent.
    volatile @Nullable Object batch;

    // Whether its caller waits for nothing else meanwhile; set before it is sent.
    boolean awaited;

    // What it takes of the bytes that may wait for replies; set before it is sent.
    int bytes;

    // The result that was read as the shape says while its payload was decoded; the payload may have been refused
    // since, so only a reply with
    // this very object needs no conversion. Confined to the thread that reads.
    @Nullable
    Object shapedResult;

    private volatile @Nullable Thread waiter;

    PendingCall(Id id, String method, @Nullable ResultReader reader, long deadlineNanos, PendingCalls owner) {
        this.id = id;
        this.method = method;
        this.reader = reader;
        this.deadlineNanos = deadlineNanos;
        this.owner = owner;
    }

    /** Whether a result was read as the shape says, as against one that is still plain. */
    @SuppressWarnings("ReferenceEquality") // another object, though equal, has come another way
    boolean isShaped(@Nullable Object result) {
        return result != null && result == shapedResult;
    }

    /**
     * Waits for the outcome; the deadline ends the wait at the latest.
     *
     * @return the result
     * @throws RpcException if the call failed, with this thread's stack trace
     */
    public @Nullable Object await() {
        if (!isDone()) {
            Blocking.aboutToWait(this);
            try {
                owner.connection.readFor(this);
                park();
            } finally {
                Blocking.waited();
            }
        }
        try {
            return result();
        } catch (RpcException failure) {
            // It was made on the thread that reads; its caller wants to see where the call was made.
            failure.fillInStackTrace();
            throw failure;
        }
    }

    // Lighter than CompletableFuture.get(), which makes an object for each wait.
    private void park() {
        if (isDoneSoon()) {
            return;
        }
        waiter = Thread.currentThread();
        while (!isDone()) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                cancel(false);
                Thread.currentThread().interrupt();
                throw new CancelledException("the thread that waited for the reply to " + method + " was interrupted");
            }
        }
    }

    /**
     * Lets other threads run some times, which on a busy processor are those that the reply needs; it often is there then. This thread
     * has not been put to sleep and woken in that case, each of which would cost more.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a hint only: without it the thread sleeps at once
    private boolean isDoneSoon() {
        for (int i = 0; i < YIELDS && !isDone(); i++) {
            Thread.yield();
        }
        return isDone();
    }

    @Override
    public boolean complete(@Nullable Object value) {
        owner.remove(this);
        boolean first = super.complete(value);
        wake();
        return first;
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        owner.remove(this);
        boolean first = super.completeExceptionally(cause);
        wake();
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        owner.abandon(this);
        boolean first = super.cancel(mayInterruptIfRunning);
        wake();
        return first;
    }

    private void wake() {
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }
}
