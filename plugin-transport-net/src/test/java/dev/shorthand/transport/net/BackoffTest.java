package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    // In the middle: neither more nor less is left to chance.
    private static final double NO_CHANCE = 0.5;

    private static List<Long> seconds(Backoff backoff, int tries, double random) {
        return IntStream.range(0, tries)
                .mapToObj(failures ->
                        Duration.ofNanos(backoff.nanos(failures, random)).toSeconds())
                .toList();
    }

    @Test
    void isDoubledAfterEachTryThatFailsUpToTheCap() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1));
        // The connection that ended had gone well; the first try to replace it comes next.
        assertThat(seconds(backoff, 7, NO_CHANCE)).containsExactly(10L, 10L, 20L, 40L, 60L, 60L, 60L);
    }

    @Test
    void isAFifthMoreOrLessByChanceAlsoAtTheCap() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(seconds(backoff, 4, 0)).containsExactly(8L, 8L, 16L, 16L);
        assertThat(seconds(backoff, 4, 1)).containsExactly(12L, 12L, 24L, 24L);
        assertThat(backoff.nanos(1, 0.25)).isEqualTo(Duration.ofSeconds(9).toNanos());
    }

    @Test
    void staysAtTheCapHoweverOftenItFails() {
        Backoff longest = new Backoff(Duration.ofDays(1), Duration.ofDays(1));
        Backoff shortest = new Backoff(Duration.ofMillis(1), Duration.ofDays(1));
        for (int failures : new int[] {0, 1, 2, 20, 31, 64, Integer.MAX_VALUE}) {
            assertThat(longest.nanos(failures, NO_CHANCE))
                    .isEqualTo(Duration.ofDays(1).toNanos());
        }
        assertThat(shortest.nanos(Integer.MAX_VALUE, NO_CHANCE))
                .isEqualTo(Duration.ofDays(1).toNanos());
    }
}
