package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The method failed for reasons of this side that its caller may know: a disk is full, a service behind it does not answer. */
public class ServerException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public ServerException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public ServerException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.SERVER_ERROR, message, null, cause);
    }
}
