package dev.shorthand.kernel.spi;

import java.io.IOException;
import java.util.Objects;

/**
 * A stream that cannot be cut into payloads any more, for example because a frame is over the limit. It closes that connection
 * alone, after an error reply with this message where the protocol allows one.
 */
public final class FramingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether a limit was passed, as against bytes that make no sense. */
    private final boolean overLimit;

    /**
     * Makes one.
     *
     * @param message   what was wrong, with figures, and the mend
     * @param overLimit whether a limit was passed, as against bytes that make no sense
     */
    public FramingException(String message, boolean overLimit) {
        super(message);
        this.overLimit = overLimit;
    }

    /**
     * Returns whether a limit was passed.
     *
     * @return false if the bytes made no sense
     */
    public boolean overLimit() {
        return overLimit;
    }

    /** Returns what was wrong, never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }

    /**
     * Makes the one for a frame that is too long.
     *
     * @param length   bytes seen so far
     * @param maxFrame the limit
     * @return the exception, with both figures and the option's name
     */
    public static FramingException tooLong(long length, int maxFrame) {
        return new FramingException(
                "frame of " + length + " bytes or more is over the limit of " + maxFrame
                        + "; send less at once, or raise maxFrame",
                true);
    }
}
