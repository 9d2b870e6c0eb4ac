package dev.shorthand.binding;

import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RpcException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended, for those who would rather look at a failure than catch it.
 *
 * <pre>{@code
 * for (Outcome<Object> outcome : Outcome.ofEach(server.peers(), peer -> peer.callAsync("ready", Params.absent()))) {
 *     System.out.println(outcome.failure().map(Throwable::getMessage).orElseGet(() -> "got " + outcome.result()));
 * }
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <T> what a call returns
 */
public final class Outcome<T extends @Nullable Object> {
    private final @Nullable T result;
    private final @Nullable RuntimeException failure;

    private Outcome(@Nullable T result, @Nullable RuntimeException failure) {
        this.result = result;
        this.failure = failure;
    }

    /**
     * Waits for a call to end.
     *
     * @param <T>     what it returns
     * @param promise of the call
     * @return how it ended
     * @throws IllegalStateException if this thread would have to complete it
     */
    public static <T extends @Nullable Object> Outcome<T> of(Promise<T> promise) {
        try {
            return new Outcome<>(promise.result(), null);
        } catch (RpcException e) {
            return new Outcome<>(null, e);
        } catch (java.util.concurrent.CompletionException e) {
            return new Outcome<>(null, e);
        }
    }

    /**
     * Waits for several calls to end, to one peer or to several.
     *
     * @param <T>      what they return
     * @param promises of the calls
     * @return how each ended, in their order
     */
    public static <T extends @Nullable Object> List<Outcome<T>> ofAll(Collection<? extends Promise<T>> promises) {
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (Promise<T> promise : promises) {
            outcomes.add(of(promise));
        }
        return outcomes;
    }

    /**
     * Makes one call for each of several things, such as peers, all at once, and waits for all to end. A call that cannot be sent
     * fails alone.
     *
     * @param <E>  what there is a call for
     * @param <T>  what the calls return
     * @param each what there is a call for
     * @param call makes a call, on this thread; an {@link RpcException} that it throws is the outcome of that call, anything else ends it all
     * @return how each ended, in their order
     */
    public static <E, T extends @Nullable Object> List<Outcome<T>> ofEach(
            Collection<? extends E> each, Function<? super E, ? extends Promise<T>> call) {
        List<Promise<T>> promises = new ArrayList<>();
        for (E one : each) {
            try {
                promises.add(call.apply(one));
            } catch (RpcException e) {
                promises.add(Promise.failed(e));
            }
        }
        return ofAll(promises);
    }

    /**
     * Returns why the call failed.
     *
     * @return empty if it did not
     */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns what the call returned.
     *
     * @return the result, which may be null
     * @throws RuntimeException the failure, if it failed
     */
    public @Nullable T result() {
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    @Override
    public String toString() {
        return failure == null ? "result " + result : "failure " + failure.getMessage();
    }
}
