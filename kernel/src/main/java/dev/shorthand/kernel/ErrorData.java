package dev.shorthand.kernel;

import org.jspecify.annotations.Nullable;

/** An exception that says more on the wire than its message. Its code is {@link ErrorCodes#SERVER_ERROR} or what {@link ErrorCode} says. */
public interface ErrorData {
    /**
     * Returns what goes along with the message.
     *
     * @return any value that the codec can carry, or null
     */
    @Nullable
    Object errorData();
}
