package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The call was cancelled on this side. */
public class CancelledException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public CancelledException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public CancelledException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.CANCELLED, message, null, cause);
    }
}
