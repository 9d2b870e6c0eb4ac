package dev.shorthand.kernel;

/** The call's deadline passed before its reply came. Whether it ran on the other side is not known. */
public class DeadlineException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public DeadlineException(String message) {
        super(ErrorCodes.DEADLINE, message);
    }
}
