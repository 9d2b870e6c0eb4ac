package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

/**
 * A method asked for, as its caller meant it, before any codec has seen it.
 *
 * @param id     pairs the reply with the call, and comes back exactly as it was sent;
 *               {@link Id#NONE} for a notification
 * @param method the remote method, for example {@code "echo.say"}
 * @param params the arguments, named or positional, never both (JSON-RPC 2.0, section 4.2)
 */
public record Call(Id id, String method, Params params) implements Message {
    /** Checks that nothing is missing. */
    public Call {
        requireNonNull(id, "id");
        requireNonNull(params, "params");
        if (method.isBlank()) {
            throw new IllegalArgumentException(
                    "method is blank in call " + id + "; name one, for example \"echo.say\"");
        }
    }

    /**
     * Makes a call that has no id as yet: whoever sends it gives it one.
     *
     * @param method the remote method
     * @param params the arguments
     * @return the call, with {@link Id#NULL}
     */
    public static Call request(String method, Params params) {
        return new Call(Id.NULL, method, params);
    }

    /**
     * Makes a notification: a call that gets no reply, whatever happens.
     *
     * @param method the remote method
     * @param params the arguments
     * @return the call without id
     */
    public static Call notification(String method, Params params) {
        return new Call(Id.NONE, method, params);
    }

    /**
     * Returns whether nobody waits for a reply.
     *
     * @return true if there is no id
     */
    public boolean isNotification() {
        return !id.isPresent();
    }
}
