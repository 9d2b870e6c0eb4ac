package dev.shorthand.kernel;

/** The method failed for reasons of this side that its caller may know: a disk is full, a service behind it does not answer. */
public class ServerException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public ServerException(String message) {
        super(ErrorCodes.SERVER_ERROR, message);
    }
}
