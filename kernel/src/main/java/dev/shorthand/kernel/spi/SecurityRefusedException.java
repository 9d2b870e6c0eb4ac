package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.RpcException;

/**
 * A payload that the security provider refuses: a bad signature, an unknown user, a replay. Its sender is told {@link ErrorCodes#SECURITY} and
 * "Refused", and not why: that would help who tries to forge one.
 *
 * <p>A handler or interceptor may throw one as well, for a call that it refuses; its message then goes to the caller, as that of every
 * {@link RpcException}.
 */
public final class SecurityRefusedException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message why, without any secret; from {@link Security#open} it goes to the log alone
     */
    public SecurityRefusedException(String message) {
        super(ErrorCodes.SECURITY, message);
    }
}
