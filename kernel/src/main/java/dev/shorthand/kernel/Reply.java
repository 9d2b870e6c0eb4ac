package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a call returned.
 *
 * @param id     that of the call; {@link Id#NONE} where a peer left it out
 * @param result the value, null where the method returned nothing
 */
public record Reply(Id id, @Nullable Object result) implements Message {
    /** Checks that nothing is missing. */
    public Reply {
        requireNonNull(id, "id");
    }
}
