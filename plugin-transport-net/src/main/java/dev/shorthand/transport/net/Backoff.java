package dev.shorthand.transport.net;

import java.time.Duration;

/**
 * How long to wait between tries: so long at first, then twice as long after each that fails, up to a cap.
 *
 * @param first the time before the first try
 * @param cap   the longest time, but for chance; not under the first
 */
record Backoff(Duration first, Duration cap) {
    // A fifth of the time more or less is left to chance.
    private static final double LEAST = 0.8;
    private static final double SPREAD = 0.4;

    // Times go up to a day, in milliseconds, so that this many doublings do not overflow a long.
    private static final int MOST_DOUBLINGS = 30;

    /**
     * Returns the nanoseconds to wait before the next try.
     *
     * @param failures how many tries have failed since the last that went well
     * @param random   from 0 to 1
     */
    long nanos(int failures, double random) {
        int doublings = Math.min(Math.max(0, failures - 1), MOST_DOUBLINGS);
        long millis = Math.min(cap.toMillis(), first.toMillis() << doublings);
        return (long) (Duration.ofMillis(millis).toNanos() * (LEAST + SPREAD * random));
    }
}
