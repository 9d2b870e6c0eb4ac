package dev.shorthand.kernel;

/** The endpoint was closed. */
public class EndpointClosedException extends DisconnectedException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public EndpointClosedException(String message) {
        super(message);
    }
}
