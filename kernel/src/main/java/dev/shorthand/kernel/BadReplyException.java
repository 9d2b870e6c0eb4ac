package dev.shorthand.kernel;

/** The peer replied with what could not be read as what the method declares, or with what nobody had asked for. */
public class BadReplyException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public BadReplyException(String message) {
        super(ErrorCodes.INTERNAL_ERROR, message);
    }
}
