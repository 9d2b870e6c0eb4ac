package dev.shorthand.kernel;

/** What came is no request that can be handled: the fault is in its form, and not in the arguments of a method. */
public class BadRequestException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public BadRequestException(String message) {
        super(ErrorCodes.INVALID_REQUEST, message);
    }
}
