package dev.shorthand.binding;

import static java.util.Objects.requireNonNull;

import dev.shorthand.binding.types.CallsTo;
import dev.shorthand.binding.types.ReflectiveBinder;
import dev.shorthand.binding.types.RemoteCalls;
import dev.shorthand.binding.types.TypedProxy;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Remote;
import dev.shorthand.kernel.RemoteOptions;
import dev.shorthand.kernel.spi.ResultReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls and notifications that are sent to one peer as one message; {@link #to(Remote)} begins one.
 *
 * <pre>{@code
 * CallBatch batch = CallBatch.to(client);
 * batch.call("add", Params.positional(1, 2));
 * batch.notify("log", Params.positional("added"));
 * batch.call("divide", Params.positional(1, 0));
 * for (Outcome<Object> outcome : Outcome.ofAll(batch.send())) {
 *     System.out.println(outcome); // the sum, and why the division failed
 * }
 * }</pre>
 *
 * <p>Each call has a result or a failure of its own. One whose reply is missing fails when the time of the batch is up. If the peer answers the
 * whole batch with one error, and no other call to it waits, all of its calls fail with that.
 *
 * <p>Confined to one thread; the promises are safe for any.
 */
public final class CallBatch {
    private final Remote remote;
    private final Duration timeout;
    private final List<Item> items = new ArrayList<>();

    // Volatile for those who wait for a promise on another thread.
    private volatile boolean sent;

    private CallBatch(Remote remote, Duration timeout) {
        this.remote = remote;
        this.timeout = timeout;
    }

    /**
     * Begins a batch, with the endpoint's own timeout.
     *
     * @param remote a peer, or an endpoint on behalf of the one that will be connected
     * @return an empty batch
     */
    public static CallBatch to(Remote remote) {
        return to(remote, remote.timeout());
    }

    /**
     * Begins a batch.
     *
     * @param remote  a peer, or an endpoint on behalf of the one that will be connected
     * @param timeout how long the replies may take, from the moment it is sent
     * @return an empty batch
     */
    public static CallBatch to(Remote remote, Duration timeout) {
        return new CallBatch(requireNonNull(remote, "remote"), requireNonNull(timeout, "timeout"));
    }

    /** What will be sent: a call, or a notification, which has no promise. */
    private static final class Item {
        private final Call call;
        private final @Nullable ResultReader reader;
        private final @Nullable Promise<@Nullable Object> promise;

        Item(Call call, @Nullable ResultReader reader, @Nullable Promise<@Nullable Object> promise) {
            this.call = call;
            this.reader = reader;
            this.promise = promise;
        }
    }

    /**
     * Adds a call.
     *
     * @param method the remote method
     * @param params its arguments
     * @return completes with the result as a plain value once the batch has been sent; if it is cancelled before, it is not sent
     * @throws LimitException        if the batch is full
     * @throws IllegalStateException if the batch has been sent
     */
    public Promise<@Nullable Object> call(String method, Params params) {
        return add(method, params, null);
    }

    /**
     * Adds a notification.
     *
     * @param method the remote method
     * @param params its arguments
     * @throws LimitException        if the batch is full
     * @throws IllegalStateException if the batch has been sent
     */
    public void notify(String method, Params params) {
        put(new Item(Call.notification(method, params), null, null));
    }

    /**
     * Makes an object whose methods add to this batch.
     *
     * @param <T>      the interface
     * @param contract an interface, as for {@link Remote#remote(Class, RemoteOptions)}
     * @return as {@link #remote(Class, String)}, without prefix
     */
    public <T> T remote(Class<T> contract) {
        return remote(contract, "");
    }

    /**
     * Makes an object whose methods add to this batch. A method that returns a {@link Promise} has it complete once the batch has been sent. Any
     * other returns at once: zero or false for a primitive, empty for {@link java.util.Optional} and its kin, else null; its result is among those
     * that {@link #send} returns.
     *
     * @param <T>      the interface
     * @param contract an interface
     * @param prefix   goes before each method's name, or is empty
     * @return an object that is confined to the thread of the batch
     * @throws IllegalArgumentException if a method cannot be called remotely; the message names it and the mend
     */
    public <T> T remote(Class<T> contract, String prefix) {
        return TypedProxy.of(contract, new Recorder(), prefix, false, ReflectiveBinder.convertersOf(remote.binder()));
    }

    /**
     * Sends it all as one message. The batch is then done with.
     *
     * @return one promise for each call, in their order; notifications have none
     * @throws IllegalStateException if nothing has been added, or the batch has been sent
     * @throws DisconnectedException if there is no connection to send it on
     * @throws EncodeException       if an argument cannot be sent
     * @throws LimitException        if a limit of this side is passed. After each of the last three all promises have failed with it, too
     */
    public List<Promise<@Nullable Object>> send() {
        refuseIfSent();
        if (items.isEmpty()) {
            throw new IllegalStateException("the batch is empty; add a call or a notification before it is sent");
        }
        sent = true;
        List<Promise<@Nullable Object>> promises = new ArrayList<>();
        for (Item item : items) {
            Promise<@Nullable Object> promise = item.promise;
            if (promise != null) {
                promises.add(promise);
            }
        }
        try {
            sendItems();
        } catch (RuntimeException | Error e) {
            for (Promise<@Nullable Object> promise : promises) {
                promise.completeExceptionally(e);
            }
            throw e;
        }
        return List.copyOf(promises);
    }

    private void sendItems() {
        List<Call> calls = new ArrayList<>();
        List<@Nullable ResultReader> readers = new ArrayList<>();
        List<Promise<@Nullable Object>> asked = new ArrayList<>();
        for (Item item : items) {
            Promise<@Nullable Object> promise = item.promise;
            if (promise == null || !promise.isDone()) {
                calls.add(item.call);
                readers.add(item.reader);
                if (promise != null) {
                    asked.add(promise);
                }
            }
        }
        // All may have been cancelled meanwhile.
        if (!calls.isEmpty()) {
            Iterator<Promise<@Nullable Object>> answers =
                    remote.callAll(calls, readers, timeout).iterator();
            asked.forEach(promise -> tie(promise, answers.next()));
        }
    }

    /** Has a promise end as its call does, and the call be given up when the promise is. */
    private static void tie(Promise<@Nullable Object> promise, Promise<@Nullable Object> call) {
        CompletionStage<@Nullable Object> ending = call;
        ending.whenComplete((result, failure) -> {
            if (failure == null) {
                promise.complete(result);
            } else {
                promise.completeExceptionally(failure);
            }
        });
        CompletionStage<@Nullable Object> givenUp = promise;
        givenUp.whenComplete((result, failure) -> {
            if (promise.isCancelled()) {
                call.cancel(false);
            }
        });
    }

    private Promise<@Nullable Object> add(String method, Params params, @Nullable ResultReader reader) {
        Promise<@Nullable Object> promise = new Unsent<>();
        put(new Item(Call.request(method, params), reader, promise));
        return promise;
    }

    private void put(Item item) {
        refuseIfSent();
        int limit = remote.maxBatch();
        if (items.size() >= limit) {
            throw new LimitException("the batch has " + limit
                    + " messages, which is the limit; send it and begin another, or raise maxBatch on both sides");
        }
        items.add(item);
    }

    private void refuseIfSent() {
        if (sent) {
            throw new IllegalStateException("the batch has been sent; begin another with CallBatch.to(…)");
        }
    }

    /** What the methods of a proxy do: add themselves. Confined to the thread of the batch. */
    private final class Recorder implements RemoteCalls {
        @Override
        public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
            if (result == null) {
                CallBatch.this.notify(method, params);
                return null;
            }
            Promise<@Nullable Object> promise = add(method, params, result);
            return wait ? null : promise;
        }

        @Override
        public String describe() {
            return new CallsTo(remote, timeout).describe() + ", in a batch";
        }
    }

    /** A promise that refuses to be waited for before the batch is sent: that wait would not end. */
    private final class Unsent<T extends @Nullable Object> extends Promise<T> {
        @Override
        protected void aboutToWait() {
            if (!sent) {
                throw new IllegalStateException("the batch has not been sent; call send() before waiting for a result");
            }
            super.aboutToWait();
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Unsent<>();
        }
    }
}
