package dev.shorthand.kernel;

/** The call was cancelled on this side. */
public class CancelledException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public CancelledException(String message) {
        super(ErrorCodes.CANCELLED, message);
    }
}
