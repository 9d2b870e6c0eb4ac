package dev.shorthand.kernel;

/**
 * A value that the codec cannot carry. The message names the value's path, such as {@code params.points[3].x}. Nothing of
 * the message was sent, and the connection goes on.
 */
public class EncodeException extends RpcException {
    private static final long serialVersionUID = 1;

    /** Where the value stands, from the nearest list or map outwards. */
    private final String path;

    private final String problem;

    /**
     * Makes one for the value at hand; the path is added on the way out.
     *
     * @param problem what is wrong with the value, and the mend
     */
    public EncodeException(String problem) {
        this("", problem);
    }

    private EncodeException(String path, String problem) {
        super(ErrorCodes.INTERNAL_ERROR, path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /**
     * Returns the same failure seen from the map around it.
     *
     * @param name the key under which the value stands
     * @return a new exception with the longer path
     */
    public EncodeException under(String name) {
        return new EncodeException(path.isEmpty() || path.startsWith("[") ? name + path : name + '.' + path, problem);
    }

    /**
     * Returns the same failure seen from the list around it.
     *
     * @param index the position at which the value stands, from 0
     * @return a new exception with the longer path
     */
    public EncodeException at(int index) {
        String here = "[" + index + "]";
        return new EncodeException(path.isEmpty() || path.startsWith("[") ? here + path : here + '.' + path, problem);
    }

    /**
     * Returns where the value stands.
     *
     * @return for example {@code params.points[3].x}
     */
    public String path() {
        return path;
    }
}
