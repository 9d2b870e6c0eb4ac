package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why a call failed (JSON-RPC 2.0, section 5.1).
 *
 * @param id      that of the call; {@link Id#NULL} if it could not be read, {@link Id#NONE} where a peer left it out
 * @param code    one of {@link ErrorCodes}, or the method's own
 * @param message one sentence
 * @param data    more about it, or null; zero, false and empty values are data like any other
 */
public record ErrorReply(
        Id id, long code, String message, @Nullable Object data) implements Message {
    /** Checks that nothing is missing. */
    public ErrorReply {
        requireNonNull(id, "id");
        requireNonNull(message, "message");
    }
}
