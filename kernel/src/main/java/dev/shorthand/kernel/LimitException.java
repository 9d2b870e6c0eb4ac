package dev.shorthand.kernel;

/** One of the {@link Limits} was passed. The message gives the actual figure, the limit and the option's name. */
public class LimitException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public LimitException(String message) {
        super(ErrorCodes.LIMIT, message);
    }
}
