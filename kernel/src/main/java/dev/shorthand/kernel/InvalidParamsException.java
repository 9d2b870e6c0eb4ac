package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The arguments do not fit the method. The message names the parameter, what was expected and what came. */
public class InvalidParamsException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public InvalidParamsException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public InvalidParamsException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.INVALID_PARAMS, message, null, cause);
    }
}
