package dev.shorthand.tck;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How often a rule tries: so many times from a fixed seed, or, where the system property {@code shorthand.fuzz} gives a time such as {@code PT10M},
 * for so long from a new one. Confined to the test's thread.
 */
final class Rounds {
    static final String PROPERTY = "shorthand.fuzz";

    private static final long SEED = 20_261_123;

    private final int count;
    private final @Nullable Duration time = time();
    private final long begin = System.nanoTime();
    private final long seed = time == null ? SEED : System.nanoTime();
    private final Random random = new Random(seed);
    private long round;

    /** Begins; {@code count} counts where no time is given. */
    Rounds(int count) {
        this.count = count;
    }

    private static @Nullable Duration time() {
        String text = System.getProperty(PROPERTY, "");
        return text.isEmpty() ? null : Duration.parse(text);
    }

    /** Returns whether there is one more round. */
    boolean next() {
        boolean more = time == null ? round < count : System.nanoTime() - begin < time.toNanos();
        round++;
        return more;
    }

    /** Returns which round this is, from 1 up. */
    long number() {
        return round;
    }

    Random random() {
        return random;
    }

    @Override
    public String toString() {
        return "round " + round + " from seed " + seed;
    }
}
