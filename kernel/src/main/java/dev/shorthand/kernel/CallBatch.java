package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Connection;
import dev.shorthand.kernel.engine.PendingCall;
import dev.shorthand.kernel.spi.RemoteCalls;
import dev.shorthand.kernel.spi.ResultReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls and notifications that are sent to one peer as one message; {@link Remote#batch()} begins one.
 *
 * <pre>{@code
 * CallBatch batch = client.batch();
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
    private final Connection connection;
    private final Duration timeout;
    private final int limit;
    private final Dispatcher dispatcher;
    private final List<Item> items = new ArrayList<>();

    // Volatile for those who wait for a promise on another thread.
    private volatile boolean sent;

    CallBatch(Connection connection, Duration timeout, int limit, Dispatcher dispatcher) {
        this.connection = connection;
        this.timeout = timeout;
        this.limit = limit;
        this.dispatcher = dispatcher;
    }

    /** What will be sent: a call without its id as yet, or a notification, which has no promise. */
    private static final class Item {
        private final Call request;
        private final @Nullable ResultReader reader;
        private final @Nullable Promise<@Nullable Object> promise;

        Item(Call request, @Nullable ResultReader reader, @Nullable Promise<@Nullable Object> promise) {
            this.request = request;
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
        return dispatcher.binder().remote(contract, new Recorder(), prefix, false);
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
        long deadlineNanos = Peer.deadline(timeout);
        Map<Promise<@Nullable Object>, PendingCall> calls = new LinkedHashMap<>();
        List<Message> messages = new ArrayList<>();
        PendingCall last = null;
        try {
            for (Item item : items) {
                Promise<@Nullable Object> promise = item.promise;
                Call request = item.request;
                if (promise == null) {
                    messages.add(request);
                } else if (!promise.isDone()) {
                    last = connection.prepare(request.method(), item.reader, deadlineNanos);
                    calls.put(promise, last);
                    messages.add(new Call(last.id(), request.method(), request.params()));
                }
            }
            // All may have been cancelled meanwhile.
            if (!messages.isEmpty()) {
                connection.send(new Batch(messages), last, deadlineNanos);
            }
        } catch (RuntimeException | Error e) {
            for (PendingCall call : calls.values()) {
                call.completeExceptionally(e);
            }
            throw e;
        }
        calls.forEach(CallBatch::tie);
    }

    /** Has a promise end as its call does, and the call be given up when the promise is. */
    private static void tie(Promise<@Nullable Object> promise, PendingCall call) {
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
        put(new Item(Call.notification(method, params), reader, promise));
        return promise;
    }

    private void put(Item item) {
        refuseIfSent();
        if (items.size() >= limit) {
            throw new LimitException("the batch has " + limit
                    + " messages, which is the limit; send it and begin another, or raise maxBatch on both sides");
        }
        items.add(item);
    }

    private void refuseIfSent() {
        if (sent) {
            throw new IllegalStateException("the batch has been sent; begin another with batch()");
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
            return connection.peerName() + ", in a batch";
        }
    }

    /** A promise that refuses to be waited for before the batch is sent: that wait would not end. */
    private final class Unsent<T extends @Nullable Object> extends Promise<T> {
        @Override
        void aboutToWait() {
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
