package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Blocking;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result that is still to come. It is a {@link CompletableFuture}, so it goes wherever one is taken; a wait on it fails at
 * once where the waiting thread is the one that would have to complete it.
 *
 * <p>Safe for any thread.
 *
 * @param <T> what it will hold
 */
public class Promise<T extends @Nullable Object> extends CompletableFuture<T> {
    /** Makes one that anybody may complete. */
    public Promise() {}

    /**
     * Makes one that is complete already.
     *
     * @param <T>    what it holds
     * @param result the result
     * @return the promise
     */
    public static <T extends @Nullable Object> Promise<T> of(T result) {
        Promise<T> promise = new Promise<>();
        promise.complete(result);
        return promise;
    }

    /**
     * Makes one that has failed already.
     *
     * @param <T>   what it would have held
     * @param cause why
     * @return the promise
     */
    public static <T extends @Nullable Object> Promise<T> failed(Throwable cause) {
        Promise<T> promise = new Promise<>();
        promise.completeExceptionally(cause);
        return promise;
    }

    /**
     * Waits for the result, as long as it takes: a call ends by its deadline at the latest.
     *
     * @return the result
     * @throws RpcException          if it failed; other failures come as they are, checked ones in a {@link CompletionException}
     * @throws CancelledException    if the promise was cancelled, or the waiting thread was interrupted
     * @throws IllegalStateException if this thread would have to complete it
     */
    public T result() {
        try {
            return get();
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            throw withoutResult(e);
        }
    }

    /**
     * Waits for the result, but not for ever. The promise itself is left as it is when the time is up.
     *
     * @param timeout how long to wait at most
     * @return the result
     * @throws DeadlineException     if it did not come in time
     * @throws RpcException          if it failed; other failures as in {@link #result()}
     * @throws IllegalStateException if this thread would have to complete it
     */
    public T result(Duration timeout) {
        try {
            return get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new DeadlineException("no result within " + timeout.toMillis() + " ms; wait longer, or cancel it");
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            throw withoutResult(e);
        }
    }

    /**
     * Has one of two called when this is complete, on the thread that completes it, or at once where it is complete already.
     *
     * @param onResult takes the result
     * @param onError  takes the failure
     * @return completes after the one that was called has returned, or fails with what it threw
     */
    public Promise<@Nullable Void> then(Consumer<? super T> onResult, Consumer<? super Throwable> onError) {
        return (Promise<@Nullable Void>) this.<@Nullable Void>handle((result, failure) -> {
            if (failure == null) {
                onResult.accept(result);
            } else {
                onError.accept(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            return null;
        });
    }

    /**
     * Sets the result, once.
     *
     * @param result the result
     * @throws IllegalStateException if it is complete already
     */
    public void succeed(T result) {
        if (!complete(result)) {
            throw doneTwice();
        }
    }

    /**
     * Sets the failure, once.
     *
     * @param cause why there will be no result
     * @throws IllegalStateException if it is complete already
     */
    public void fail(Throwable cause) {
        if (!completeExceptionally(cause)) {
            throw doneTwice();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (isDone()) {
            return super.get();
        }
        aboutToWait();
        try {
            return super.get();
        } finally {
            Blocking.waited();
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (isDone() || timeout <= 0) {
            return super.get(timeout, unit);
        }
        aboutToWait();
        try {
            return super.get(timeout, unit);
        } finally {
            Blocking.waited();
        }
    }

    @Override
    public T join() {
        if (isDone()) {
            return super.join();
        }
        aboutToWait();
        try {
            return super.join();
        } finally {
            Blocking.waited();
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Promise<>();
    }

    /**
     * Comes before every wait on this, on the thread that would wait. One that overrides it to refuse a wait, as where it would not end, throws; else it calls this.
     *
     * @throws IllegalStateException if this thread would have to complete the promise
     */
    protected void aboutToWait() {
        Blocking.aboutToWait(this);
    }

    private IllegalStateException doneTwice() {
        return new IllegalStateException("the promise is complete already: " + this
                + "; complete it once, or use complete(), which says whether it was the first");
    }

    private static RuntimeException withoutResult(Exception e) {
        if (e instanceof ExecutionException) {
            return unchecked(e.getCause());
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new CancelledException("the thread that waited for the result was interrupted");
        }
        return new CancelledException("the call was cancelled");
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new CompletionException(cause);
    }
}
