package dev.shorthand.kernel;

import java.util.List;

/**
 * The bounds that keep one peer, or one mistake, from using up this side.
 *
 * <p>Each can be set in the expression of a codec or transport by the component's name, for example
 * {@code tcpserv::8888?maxFrame=1MiB&maxConnections=100}. Immutable.
 *
 * @param maxFrame       longest frame accepted or sent, in bytes, from 64 up
 * @param maxDepth       deepest nesting of lists and maps, from 1 to 1,000, as it is walked by recursion
 * @param maxNumber      longest number, in digits, from 20 up
 * @param maxBatch       most messages in one batch, from 1 up
 * @param maxPending     most calls to one peer that wait for their reply, from 1 up
 * @param maxQueued      most bytes that wait to be sent to one peer, from 64 up; also the most bytes of calls
 *                       from one peer that wait to be handled
 * @param maxConnections most connections of a server at one time, from 1 up
 */
public record Limits(
        int maxFrame, int maxDepth, int maxNumber, int maxBatch, int maxPending, int maxQueued, int maxConnections) {
    private static final Limits DEFAULTS = new Limits(16 << 20, 500, 1_000, 1_000, 262_144, 16 << 20, 10_000);

    /** The option names of the components, in their order. */
    public static final List<String> OPTIONS =
            List.of("maxFrame", "maxDepth", "maxNumber", "maxBatch", "maxPending", "maxQueued", "maxConnections");

    /** Checks the ranges. */
    public Limits {
        check("maxFrame", maxFrame, 64, Integer.MAX_VALUE - 64);
        check("maxDepth", maxDepth, 1, 1_000);
        check("maxNumber", maxNumber, 20, Integer.MAX_VALUE);
        check("maxBatch", maxBatch, 1, Integer.MAX_VALUE);
        check("maxPending", maxPending, 1, Integer.MAX_VALUE);
        check("maxQueued", maxQueued, 64, Integer.MAX_VALUE - 64);
        check("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    }

    /**
     * Returns the bounds used where nothing else is said: 16 MiB frames and queues, depth 500, numbers of 1,000
     * digits, batches of 1,000, 262,144 calls in flight to a peer, 10,000 connections.
     *
     * @return the defaults
     */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these limits with one changed.
     *
     * @param option the component's name, for example {@code "maxFrame"}
     * @param value  its new value
     * @return the new limits
     * @throws IllegalArgumentException if there is no such limit, or the value is out of its range
     */
    public Limits with(String option, int value) {
        int[] values = {maxFrame, maxDepth, maxNumber, maxBatch, maxPending, maxQueued, maxConnections};
        int index = OPTIONS.indexOf(option);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "no limit \"" + Quoted.shorten(option) + "\"; there are " + String.join(", ", OPTIONS));
        }
        values[index] = value;
        return new Limits(values[0], values[1], values[2], values[3], values[4], values[5], values[6]);
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " is " + value + "; give a number from " + least + " to " + most);
        }
    }
}
