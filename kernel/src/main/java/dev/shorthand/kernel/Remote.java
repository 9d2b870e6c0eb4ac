package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ResultReader;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be called: a {@link Peer}, or an {@link Endpoint} on behalf of its peers. Safe for any thread.
 *
 * <p>A handler may call and wait, also over the connection that its own call came on.
 */
public interface Remote {
    /**
     * Sends a call.
     *
     * @param method  the remote method, for example {@code "echo.say"}
     * @param params  its arguments
     * @param timeout how long the reply may take
     * @return completes with the result as a plain value; fails with a {@link RemoteException}, {@link DeadlineException} or
     *         {@link DisconnectedException}
     * @throws DisconnectedException if there is no connection to send it on
     * @throws EncodeException       if an argument cannot be sent
     * @throws LimitException        if a limit of this side is passed
     */
    @SuppressWarnings("unchecked") // of what is not waited for, this is what is returned
    default Promise<@Nullable Object> callAsync(String method, Params params, Duration timeout) {
        return requireNonNull((Promise<@Nullable Object>) callTyped(method, params, null, false, timeout));
    }

    /**
     * Sends a call, with the endpoint's own timeout.
     *
     * @param method the remote method
     * @param params its arguments
     * @return as {@link #callAsync(String, Params, Duration)}
     */
    default Promise<@Nullable Object> callAsync(String method, Params params) {
        return callAsync(method, params, timeout());
    }

    /**
     * Sends a notification: nobody will know whether it was handled.
     *
     * @param method the remote method
     * @param params its arguments
     * @throws DisconnectedException if there is no connection to send it on
     * @throws EncodeException       if an argument cannot be sent
     */
    void notify(String method, Params params);

    /**
     * Sends a call whose result is read into a type of the caller's own. It is what remote objects call through; whoever wants plain values has
     * {@link #call(String, Params)} and {@link #callAsync(String, Params)}.
     *
     * @param method  the remote method
     * @param params  its arguments
     * @param reader  reads the result; null for a plain value
     * @param wait    whether to wait for the reply
     * @param timeout how long the reply may take
     * @return the result, or a {@link Promise} of it where this does not wait
     * @throws RpcException as {@link #callAsync(String, Params, Duration)}; if this waits, also if the call fails
     */
    @Nullable
    Object callTyped(String method, Params params, @Nullable ResultReader reader, boolean wait, Duration timeout);

    /**
     * Sends several calls and notifications to one peer as one message. If the peer answers it with one error, and no other call to it waits, all of the calls fail with that.
     *
     * @param calls   from {@link Call#request} or {@link Call#notification}, at most {@link #maxBatch}; a call gets another id
     * @param readers read the results, each that of the call or notification in the same place; a null, and one that is missing, stands for plain values
     * @param timeout how long the replies may take
     * @return one promise for each call, in their order; notifications have none
     * @throws IllegalArgumentException if there is nothing to send
     * @throws DisconnectedException    if there is no connection to send it on
     * @throws EncodeException          if an argument cannot be sent
     * @throws LimitException           if a limit of this side is passed
     */
    List<Promise<@Nullable Object>> callAll(
            List<Call> calls, List<? extends @Nullable ResultReader> readers, Duration timeout);

    /**
     * Returns how many calls and notifications can go as one message.
     *
     * @return {@link Limits#maxBatch} of the endpoint
     */
    int maxBatch();

    /**
     * Returns how long a call may take where it does not say so itself.
     *
     * @return what {@link EndpointBuilder#timeout} has set
     */
    Duration timeout();

    /**
     * Makes an object whose methods are calls.
     *
     * @param <T>      the interface
     * @param contract an interface: methods that return something are calls, {@code void} ones notifications unless they are
     *                 marked {@code @Request}
     * @param options  a prefix for the methods' names, how long each reply may take, whether replies are asked for at all
     * @return an object that is safe for any thread
     * @throws IllegalArgumentException if a method cannot be called remotely; the message names it and the mend
     */
    default <T> T remote(Class<T> contract, RemoteOptions options) {
        return binder().remote(contract, this, options);
    }

    /**
     * Returns what makes remote objects.
     *
     * @return the binder of the endpoint, with its converters
     * @throws IllegalStateException if none is installed; the message says which module to add
     */
    Binder binder();

    /**
     * Makes an object whose methods are calls.
     *
     * @param <T>      the interface
     * @param contract an interface
     * @param timeout  how long each reply may take; over 0
     * @return as {@link #remote(Class, RemoteOptions)}
     * @throws IllegalArgumentException if a method cannot be called remotely, or the timeout is 0 or less
     */
    default <T> T remote(Class<T> contract, Duration timeout) {
        return remote(contract, RemoteOptions.defaults().withTimeout(timeout));
    }

    /**
     * Makes an object whose methods are calls, with the endpoint's own timeout.
     *
     * @param <T>      the interface
     * @param contract an interface
     * @return as {@link #remote(Class, RemoteOptions)}
     */
    default <T> T remote(Class<T> contract) {
        return remote(contract, RemoteOptions.defaults());
    }

    /**
     * Makes an object whose methods are calls, with the endpoint's own timeout, where the module of the interface neither exports nor opens the package
     * of the interface and its records.
     *
     * @param <T>      the interface
     * @param contract an interface
     * @param lookup   {@link MethodHandles#lookup()}, called in the module of the interface; from then on its own package and that of the interface are
     *                 open to Shorthand
     * @return as {@link #remote(Class, RemoteOptions)}
     * @throws IllegalArgumentException if a method cannot be called remotely; the message names it and the mend
     */
    default <T> T remote(Class<T> contract, MethodHandles.Lookup lookup) {
        binder().open(contract, lookup);
        return remote(contract);
    }

    /**
     * Calls and waits.
     *
     * @param method the remote method
     * @param params its arguments
     * @return the result as a plain value
     * @throws RpcException if the call fails; see {@link #callAsync(String, Params, Duration)}
     */
    default @Nullable Object call(String method, Params params) {
        return callTyped(method, params, null, true, timeout());
    }

    /**
     * Calls with named arguments and waits.
     *
     * @param method    the remote method
     * @param arguments values by name
     * @return the result as a plain value
     */
    default @Nullable Object call(String method, Map<String, ?> arguments) {
        return call(method, Params.named(arguments));
    }

    /**
     * Calls with positional arguments, or without params, and waits.
     *
     * @param method    the remote method
     * @param arguments values in order
     * @return the result as a plain value
     */
    default @Nullable Object call(String method, @Nullable Object... arguments) {
        return call(method, arguments.length == 0 ? Params.absent() : Params.positional(arguments));
    }

    /**
     * Sends a notification with named arguments.
     *
     * @param method    the remote method
     * @param arguments values by name
     */
    default void notify(String method, Map<String, ?> arguments) {
        notify(method, Params.named(arguments));
    }
}
