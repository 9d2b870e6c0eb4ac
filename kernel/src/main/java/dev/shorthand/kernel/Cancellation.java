package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/**
 * How the other side is told that nobody waits for a call's reply any more, since protocols differ. A deadline that passes counts as
 * a cancellation. Immutable.
 */
public final class Cancellation {
    /** Not at all: the default, as a stranger would see a notification it does not know. */
    public static final Cancellation NONE = new Cancellation("", "");

    /** {@code rpc.cancel} with {@code id}: between endpoints of Shorthand. */
    public static final Cancellation RPC = new Cancellation("rpc.cancel", "id");

    /** {@code $/cancelRequest} with {@code id}: the Language Server Protocol 3.17, "Cancellation Support". */
    public static final Cancellation LANGUAGE_SERVER = new Cancellation("$/cancelRequest", "id");

    /** {@code notifications/cancelled} with {@code requestId}: the Model Context Protocol 2025-06-18, "Cancellation". */
    public static final Cancellation MODEL_CONTEXT = new Cancellation("notifications/cancelled", "requestId");

    private final String method;
    private final String parameter;

    private Cancellation(String method, String parameter) {
        this.method = method;
        this.parameter = parameter;
    }

    /**
     * Returns the notification for one call.
     *
     * @param id that of the call
     * @return the notification, or null where none is sent
     */
    public @Nullable Call of(Id id) {
        return this == NONE
                ? null
                : Call.notification(method, Params.named(new String[] {parameter}, new Object[] {id.value()}));
    }

    /**
     * Returns which call a notification cancels.
     *
     * @param call any call
     * @return the id of the call that is cancelled, or null if {@code call} is something else
     */
    public @Nullable Id cancelledBy(Call call) {
        if (this == NONE || !call.isNotification() || !call.method().equals(method)) {
            return null;
        }
        Object id = call.params().asMap().get(parameter);
        return id instanceof Long || id instanceof String ? Id.ofValue(id) : null;
    }

    /** Returns the method that tells it, for example {@code rpc.cancel}; empty for none. */
    @Override
    public String toString() {
        return method;
    }
}
