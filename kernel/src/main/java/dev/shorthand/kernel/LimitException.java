package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** One of the {@link Limits} was passed. The message gives the actual figure, the limit and the option's name. */
public class LimitException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public LimitException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public LimitException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.LIMIT, message, null, cause);
    }
}
