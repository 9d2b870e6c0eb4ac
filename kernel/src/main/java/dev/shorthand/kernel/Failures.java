package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Nullable;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a caller may know of a failure, and logs the rest, unless somebody else sees to that. Immutable and safe for any thread. */
final class Failures {
    /** Tells callers no more than is meant for them. */
    static final Failures DISCREET = new Failures(false, null);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    // In characters. Frames of 16 MiB hold many of these.
    private static final int LONGEST_TRACE = 16_000;

    // The end of a class's name with the last part of its package, or the beginning of an absolute path.
    private static final Pattern INTERNAL = Pattern.compile(
            "\\b[a-z_]\\w*\\.[A-Z]\\w" + "|(^|[\\s'\"`(\\[<=:])(/[\\w.~-]|[A-Za-z]:[\\\\/]\\w|\\\\\\\\\\w)");

    private final boolean traces;
    final @Nullable BiPredicate<? super Peer, ? super Throwable> hook;

    /**
     * Makes one.
     *
     * @param traces whether callers get stack traces
     * @param hook   sees each problem before it is logged, and says whether it is; null to log all
     */
    Failures(boolean traces, @Nullable BiPredicate<? super Peer, ? super Throwable> hook) {
        this.traces = traces;
        this.hook = hook;
    }

    /** Returns whether a problem is to be logged. It is made only for somebody who sees it: a peer that sends garbage should not cost much. */
    boolean logs(@Nullable Peer peer, Throwable problem) {
        if (hook == null || peer == null) {
            return true;
        }
        try {
            return hook.test(peer, problem);
        } catch (RuntimeException | Error e) {
            LOG.warn("what was set with onBadMessage failed for {}", peer, e);
            return true;
        }
    }

    /** Returns the reply to a call that failed, or null where none is due. */
    @Nullable
    Message reply(Call call, Caller caller, Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        try {
            log(call, caller, cause);
            return call.isNotification() ? null : reply(call.id(), cause);
        } catch (RuntimeException | Error e) {
            // An exception may fail to give its message or data; its caller is not to wait for that.
            LOG.warn("{} failed, called by {}, and so did its {}", call.method(), caller, cause.getClass(), e);
            return call.isNotification() ? null : internal(call.id(), null);
        }
    }

    private void log(Call call, Caller caller, Throwable cause) {
        boolean bad = cause instanceof MethodNotFoundException || cause instanceof InvalidParamsException;
        // Of a notification nobody else is told.
        boolean told = !bad && !call.isNotification() && isMeantForTheCaller(cause);
        if (told || !logs(caller.peer, cause)) {
            return;
        }
        if (bad) {
            LOG.warn("bad call of {} from {}: {}", Quoted.shorten(call.method()), caller, cause.getMessage());
        } else {
            LOG.warn("{} failed, called by {}", call.method(), caller, cause);
        }
    }

    private static boolean isMeantForTheCaller(Throwable cause) {
        return (cause instanceof RpcException && !(cause instanceof EncodeException))
                || cause.getClass().isAnnotationPresent(ErrorCode.class);
    }

    private ErrorReply reply(Id id, Throwable cause) {
        if (cause instanceof MethodNotFoundException e) {
            return new ErrorReply(id, e.code(), "Method not found", e.getMessage());
        }
        if (cause instanceof InvalidParamsException e) {
            return new ErrorReply(id, e.code(), "Invalid params", e.getMessage());
        }
        // Their words name types of this side, which are nobody else's business.
        if (cause instanceof Error || cause instanceof EncodeException) {
            return internal(id, trace(cause));
        }
        if (cause instanceof RpcException e) {
            return new ErrorReply(id, e.code(), e.getMessage(), e.data() == null ? trace(cause) : e.data());
        }
        ErrorCode code = cause.getClass().getAnnotation(ErrorCode.class);
        Object data = cause instanceof ErrorData own ? own.errorData() : null;
        return new ErrorReply(
                id,
                code == null ? ErrorCodes.SERVER_ERROR : code.value(),
                message(cause),
                data == null ? trace(cause) : data);
    }

    private static ErrorReply internal(Id id, @Nullable Object data) {
        return new ErrorReply(id, ErrorCodes.INTERNAL_ERROR, "Internal error", data);
    }

    private String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null || !(traces || isMeantForTheCaller(cause) || isHarmless(cause, message))
                ? "Server error"
                : message;
    }

    /** Whether a message that was not written for the caller can go there all the same: it names no class and no path. */
    private static boolean isHarmless(Throwable cause, String message) {
        // The runtime words these itself.
        return !(cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof FileSystemException
                || cause instanceof FileNotFoundException
                || INTERNAL.matcher(message).find());
    }

    private @Nullable Object trace(Throwable cause) {
        if (!traces) {
            return null;
        }
        StringWriter all = new StringWriter();
        cause.printStackTrace(new PrintWriter(all));
        String trace = all.toString();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("exception", cause.getClass().getName());
        data.put("stackTrace", trace.substring(0, Math.min(trace.length(), LONGEST_TRACE)));
        return data;
    }
}
