package dev.shorthand.kernel.spi;

/**
 * A value does not fit what its receiver declares. The message can still be read as plain values: a {@link Decoder} that meets this
 * begins again with {@link Binding#plain()}, and the receiver then tells the sender what was expected.
 *
 * <p>Without a stack trace, as it is a signal and not a fault.
 */
public final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Where the value stands, from the outermost list or map inwards. */
    private final String path;

    private final String problem;

    /**
     * Makes one for the value at hand; the path is added on the way out.
     *
     * @param problem what was expected and what came
     */
    public MismatchException(String problem) {
        this("", problem);
    }

    private MismatchException(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem, null, false, false);
        this.path = path;
        this.problem = problem;
    }

    /**
     * Returns the same failure seen from outside.
     *
     * @param step a name, or an index in brackets
     * @return a new exception with the longer path
     */
    public MismatchException under(String step) {
        String rest = path.isEmpty() || path.startsWith("[") ? path : '.' + path;
        return new MismatchException(step + rest, problem);
    }
}
