package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The connection was lost, refused, closed, or never there. The message names the peer. */
public class DisconnectedException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public DisconnectedException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public DisconnectedException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.DISCONNECTED, message, null, cause);
    }
}
