package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** No such method is served here. The message lists the nearest names. */
public class MethodNotFoundException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public MethodNotFoundException(String message) {
        this(message, null);
    }

    /**
     * Makes one with its cause.
     *
     * @param message what happened, where, and the mend
     * @param cause   what led to it, or null
     */
    public MethodNotFoundException(String message, @Nullable Throwable cause) {
        super(ErrorCodes.METHOD_NOT_FOUND, message, null, cause);
    }
}
