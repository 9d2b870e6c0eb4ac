package dev.shorthand.kernel;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a caller may know of a failure, and logs the rest. Holds nothing; safe for any thread. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private Failures() {}

    /** Returns the reply to a call that failed, or null where none is due. */
    static @Nullable Message reply(Call call, Caller caller, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof MethodNotFoundException || cause instanceof InvalidParamsException) {
            LOG.warn("bad call of {} from {}: {}", Quoted.shorten(call.method()), caller, cause.getMessage());
        } else if (!isMeantForTheCaller(cause)) {
            LOG.warn("{} failed, called by {}", call.method(), caller, cause);
        }
        return call.isNotification() ? null : reply(call.id(), cause);
    }

    private static boolean isMeantForTheCaller(Throwable cause) {
        return (cause instanceof RpcException && !(cause instanceof EncodeException))
                || cause.getClass().isAnnotationPresent(ErrorCode.class);
    }

    private static ErrorReply reply(Id id, Throwable cause) {
        if (cause instanceof MethodNotFoundException e) {
            return new ErrorReply(id, e.code(), "Method not found", e.getMessage());
        }
        if (cause instanceof InvalidParamsException e) {
            return new ErrorReply(id, e.code(), "Invalid params", e.getMessage());
        }
        // Their words name types of this side, which are nobody else's business.
        if (cause instanceof Error || cause instanceof EncodeException) {
            return new ErrorReply(id, ErrorCodes.INTERNAL_ERROR, "Internal error", null);
        }
        if (cause instanceof RpcException e) {
            return new ErrorReply(id, e.code(), e.getMessage(), e.data());
        }
        ErrorCode code = cause.getClass().getAnnotation(ErrorCode.class);
        String message = cause.getMessage();
        return new ErrorReply(
                id,
                code == null ? ErrorCodes.SERVER_ERROR : code.value(),
                message == null ? "Server error" : message,
                cause instanceof ErrorData data ? data.errorData() : null);
    }
}
