package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Quoted;
import java.util.Locale;

/** What becomes of a call or notification to a peer that reads too slowly: more than {@code maxQueued} bytes wait to be sent to it. */
public enum WhenFull {
    /** Its sender waits until there is room, or the time to send is up. */
    WAIT,
    /** It fails at once, with a {@link dev.shorthand.kernel.LimitException}. */
    FAIL,
    /** The peer's connection is closed. */
    DROP;

    static WhenFull of(String choice) {
        for (WhenFull known : values()) {
            if (known.toString().equals(choice)) {
                return known;
            }
        }
        throw new IllegalArgumentException("whenFull is \"" + Quoted.shorten(choice) + "\"; give wait, fail or drop");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
