package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** What came is no request that can be handled: the fault is in its form, and not in the arguments of a method. */
public class BadRequestException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public BadRequestException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public BadRequestException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.INVALID_REQUEST, message, null, cause);
    }
}
