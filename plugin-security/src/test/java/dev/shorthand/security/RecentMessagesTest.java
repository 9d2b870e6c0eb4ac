package dev.shorthand.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {
    private static final long WINDOW = 300_000;

    private final TestClock clock = new TestClock();

    private static byte[] nonce(long number) {
        return ByteBuffer.allocate(16).putLong(number).putLong(~number).array();
    }

    private static boolean takes(RecentMessages messages, long time, long number) {
        try {
            messages.take(time, nonce(number));
            return true;
        } catch (SecurityRefusedException e) {
            return false;
        }
    }

    @Test
    void takesNoMessageTwiceHoweverManyCome() {
        RecentMessages messages = new RecentMessages("bob", clock, WINDOW, 100, Long.MIN_VALUE);
        Random random = new Random(1);
        List<long[]> taken = new ArrayList<>();
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 20_000; i++) {
                clock.move(Duration.ofMillis(random.nextInt(500)));
                // Some come late, some are dated ahead.
                long time = clock.millis() + random.nextInt(20_000) - 15_000;
                if (takes(messages, time, i)) {
                    taken.add(new long[] {time, i});
                }
                long[] before = taken.get(random.nextInt(taken.size()));
                assertThat(takes(messages, before[0], before[1])).isFalse();
            }
            assertThat(log.text()).hasLineCount(1);
        }
        assertThat(taken).hasSizeGreaterThan(10_000);
    }

    @Test
    void shortensTheWindowWhenFullAndSaysSoOnce() throws Exception {
        RecentMessages messages = new RecentMessages("bob", clock, WINDOW, 3, Long.MIN_VALUE);
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 10; i++) {
                clock.move(Duration.ofMillis(1));
                messages.take(clock.millis(), nonce(i));
            }
            // Those of the last three milliseconds are remembered, and what is older is refused.
            assertThat(takes(messages, clock.millis() - 2, 11)).isTrue();
            assertThatThrownBy(() -> messages.take(clock.millis() - 3, nonce(12)))
                    .hasMessage("a message of user \"bob\" is older than those remembered, and may be a replay");
            assertThat(log.text().lines())
                    .singleElement()
                    .asString()
                    .endsWith(
                            "user \"bob\" sends more than 3 messages within the window of 300 s, so those that come late are"
                                    + " refused; raise nonces, or shorten the window");
        }
    }

    @Test
    void takesAgainWhatIsOnTimeAfterTheWindowHasPassed() throws Exception {
        RecentMessages messages = new RecentMessages("bob", clock, WINDOW, 1_000, Long.MIN_VALUE);
        for (int i = 0; i < 1_000; i++) {
            messages.take(clock.millis(), nonce(i));
        }
        clock.move(Duration.ofMillis(WINDOW + 1));
        for (int i = 0; i < 1_000; i++) {
            messages.take(clock.millis() - WINDOW, nonce(i));
        }
    }

    @Test
    void refusesReplaysWhenTheClockIsSetBack() throws Exception {
        RecentMessages messages = new RecentMessages("bob", clock, WINDOW, 1_000, Long.MIN_VALUE);
        long time = clock.millis();
        messages.take(time, nonce(1));
        clock.move(Duration.ofHours(1));
        messages.take(clock.millis(), nonce(2));
        clock.move(Duration.ofHours(-1));
        assertThat(takes(messages, time, 1)).isFalse();
    }

    @Test
    void refusesTimesAtTheEndsOfTheirRange() {
        RecentMessages messages = new RecentMessages("bob", clock, WINDOW, 1_000, Long.MIN_VALUE);
        assertThat(takes(messages, Long.MIN_VALUE, 1)).isFalse();
        assertThat(takes(messages, Long.MAX_VALUE, 1)).isFalse();
    }
}
