package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.SecurityRefusedException;

/**
 * A payload, or an item of a batch, that could not be read as a message.
 *
 * <p>It stands in line with the messages around it, so one that cannot be read costs only itself.
 *
 * @param id      that of the message as far as it could be read, else {@link Id#NULL}
 * @param code    what an error reply to it carries, for example {@link ErrorCodes#PARSE_ERROR}
 * @param message what an error reply says: the short sentence of the protocol
 * @param problem what was wrong, where, and what was expected; for the log of this side
 * @param answerable whether an error reply is due in any case: not to what was a reply or a notification itself, or may have been
 */
public record Malformed(Id id, int code, String message, String problem, boolean answerable) implements Message {
    private static final String INVALID_REPLY = "Invalid reply";
    private static final String INVALID_REQUEST = "Invalid Request";

    /** Checks that nothing is missing. */
    public Malformed {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
        requireNonNull(problem, "problem");
    }

    /**
     * Makes one for what is not even the codec's format.
     *
     * @param problem what was wrong, and where
     * @return a malformed message that is answered with {@link ErrorCodes#PARSE_ERROR}
     */
    public static Malformed unparsable(String problem) {
        return new Malformed(Id.NULL, ErrorCodes.PARSE_ERROR, "Parse error", problem, true);
    }

    /**
     * Makes one for what is the codec's format and not a request.
     *
     * @param id      that of the request, else {@link Id#NULL}
     * @param problem what was wrong
     * @return a malformed message that is answered with {@link ErrorCodes#INVALID_REQUEST}
     */
    public static Malformed invalidRequest(Id id, String problem) {
        return new Malformed(id, ErrorCodes.INVALID_REQUEST, INVALID_REQUEST, problem, true);
    }

    /**
     * Makes one for what may have been a request or a reply, having an id and nothing to tell them apart.
     *
     * @param id      that of the message, which is not {@link Id#NULL}
     * @param problem what was wrong
     * @return a malformed message that fails the call of this side that has the id; where none has, it is answered with {@link
     *     ErrorCodes#INVALID_REQUEST}
     */
    public static Malformed undecided(Id id, String problem) {
        return new Malformed(id, ErrorCodes.INVALID_REQUEST, INVALID_REQUEST, problem, false);
    }

    /**
     * Makes one for what was meant as a reply.
     *
     * @param id      that of the call that it answers, which fails with it; else {@link Id#NULL}
     * @param problem what was wrong
     * @return a malformed message that is not answered, or two peers could answer one another for ever
     */
    public static Malformed invalidReply(Id id, String problem) {
        return new Malformed(id, ErrorCodes.INVALID_REQUEST, INVALID_REPLY, problem, false);
    }

    /**
     * Returns whether an error reply is due, or may be.
     *
     * @return true where it is answerable, and for what {@link #undecided} makes, which is answered where no call of this side has its id
     */
    public boolean mayBeAnswered() {
        return answerable || message.equals(INVALID_REQUEST);
    }

    /**
     * Returns the error reply that is due.
     *
     * @return the reply
     */
    public ErrorReply toErrorReply() {
        return new ErrorReply(id, code, message, null);
    }

    /**
     * Returns what was wrong as an exception.
     *
     * @return one of the type that belongs to the code, whose message is the problem
     */
    RpcException toException() {
        if (code == ErrorCodes.SECURITY) {
            return new SecurityRefusedException(problem);
        }
        if (code != ErrorCodes.INVALID_REQUEST) {
            return new RpcException(code, problem);
        }
        return message.equals(INVALID_REPLY) ? new BadReplyException(problem) : new BadRequestException(problem);
    }
}
