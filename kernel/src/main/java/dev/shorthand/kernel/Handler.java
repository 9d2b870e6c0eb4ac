package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** Handles the calls of one method, untyped. Called from any thread, and from several at once where the execution allows it. */
@FunctionalInterface
public interface Handler {
    /**
     * Handles one call.
     *
     * @param params the arguments as plain values
     * @param caller who called
     * @return the result, or a {@link java.util.concurrent.CompletionStage} of it; what a notification returns is dropped
     * @throws Exception to have the call fail: an {@link RpcException} with its code, message and data, anything else with
     *                   {@link ErrorCodes#SERVER_ERROR} and its message, unless that names a class or an absolute path; see
     *                   {@link EndpointBuilder#stackTraces}
     */
    @Nullable
    Object handle(Params params, Caller caller) throws Exception;
}
