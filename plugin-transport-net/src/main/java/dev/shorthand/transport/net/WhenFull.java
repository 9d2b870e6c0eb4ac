package dev.shorthand.transport.net;

import java.util.Locale;

/** What becomes of a call or notification to a peer that reads too slowly: more than {@code maxQueued} bytes wait to be sent to it. */
public enum WhenFull {
    /** Its sender waits until there is room, or its deadline has passed. */
    WAIT,
    /** It fails at once, with a {@link dev.shorthand.kernel.LimitException}. */
    FAIL,
    /** The peer's connection is closed. */
    DROP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
