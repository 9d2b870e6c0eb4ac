package dev.shorthand.kernel.spi;

/** A payload that the security provider refuses: a bad signature, an unknown user, a replay. The message never holds a secret. */
public final class SecurityRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message why, for the log and the peer alike
     */
    public SecurityRefusedException(String message) {
        super(message);
    }
}
