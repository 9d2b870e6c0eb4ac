package dev.shorthand.kernel;

/** No such method is served here. The message lists the nearest names. */
public class MethodNotFoundException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public MethodNotFoundException(String message) {
        super(ErrorCodes.METHOD_NOT_FOUND, message);
    }
}
