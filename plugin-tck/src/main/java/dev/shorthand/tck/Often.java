package dev.shorthand.tck;

import java.time.Duration;

/** How often a rule does what is to leave nothing behind. */
final class Often {
    /** Says how often; without it each rule is to be quick in every build. */
    private static final String PROPERTY = "dev.shorthand.tck.connects";

    private static final Duration QUICK = Duration.ofMillis(500);

    private Often() {}

    /** One time of them, with its number from 0 up. */
    @FunctionalInterface
    interface Round {
        void run(int number) throws Exception;
    }

    /** Returns how often the property says; 0 without it. */
    static int asked() {
        return Integer.getInteger(PROPERTY, 0);
    }

    /** Runs so many rounds; where {@code all} is 0, as many as half a second has room for. */
    static void run(int all, Round round) throws Exception {
        long until = System.nanoTime() + QUICK.toNanos();
        for (int i = 0; all == 0 ? System.nanoTime() < until : i < all; i++) {
            round.run(i);
        }
    }
}
