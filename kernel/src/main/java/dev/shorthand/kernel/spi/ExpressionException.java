package dev.shorthand.kernel.spi;

/** An expression that cannot be read. The message quotes it, says where it went wrong, and gives the mend. */
public class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what was wrong, where, and what would have been right
     */
    public ExpressionException(String message) {
        super(message);
    }
}
