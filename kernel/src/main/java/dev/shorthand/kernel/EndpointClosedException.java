package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** The endpoint was closed. */
public class EndpointClosedException extends DisconnectedException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public EndpointClosedException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public EndpointClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
