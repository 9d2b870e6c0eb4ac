package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Stands around each call of a {@link Dispatcher}: for authentication, tracing, metrics. Called from any thread.
 *
 * <pre>{@code
 * dispatcher.intercept((call, caller, next) -> {
 *     if (!"alice".equals(caller.headers().get("user"))) {
 *         throw new RpcException(403, "not for you");
 *     }
 *     return next.handle(call.params(), caller);
 * });
 * }</pre>
 */
@FunctionalInterface
public interface Interceptor {
    /**
     * Handles a call, or has it handled.
     *
     * @param call   the call; arguments of a typed method may have been read as it declares them
     * @param caller who called; {@link Caller#attributes()} is for what interceptors and handlers tell one another
     * @param next   the next interceptor, or the method itself
     * @return the result, or a {@link java.util.concurrent.CompletionStage} of it
     * @throws Exception to have the call fail, as from a {@link Handler}
     */
    @Nullable
    Object around(Call call, Caller caller, Handler next) throws Exception;
}
