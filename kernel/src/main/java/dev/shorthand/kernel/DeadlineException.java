package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The call's deadline passed before its reply came. Whether it ran on the other side is not known. */
public class DeadlineException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public DeadlineException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public DeadlineException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.DEADLINE, message, null, cause);
    }
}
