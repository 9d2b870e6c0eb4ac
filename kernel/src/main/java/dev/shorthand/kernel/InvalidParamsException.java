package dev.shorthand.kernel;

/** The arguments do not fit the method. The message names the parameter, what was expected and what came. */
public class InvalidParamsException extends RpcException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what happened, where, and the mend
     */
    public InvalidParamsException(String message) {
        super(ErrorCodes.INVALID_PARAMS, message);
    }
}
