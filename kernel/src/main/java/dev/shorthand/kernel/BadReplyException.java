package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The peer replied with what could not be read as what the method declares, or with what nobody had asked for. */
public class BadReplyException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public BadReplyException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public BadReplyException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.INTERNAL_ERROR, message, null, cause);
    }
}
