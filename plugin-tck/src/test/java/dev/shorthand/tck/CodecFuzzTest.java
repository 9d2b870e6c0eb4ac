package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.tck.FaultyCodec.Fault;
import org.junit.jupiter.api.Test;

/** Each rule finds the codec that breaks it. One that breaks what others stand on is found by those, too. */
class CodecFuzzTest {
    @Test
    void f1_findsOneThatLosesDigits() {
        assertThat(Runs.failedRules(LosesDigits.class)).containsKey("f1").doesNotContainKeys("f2", "f5");
    }

    @Test
    void f2_findsOneThatRefusesWithoutPath() {
        assertThat(Runs.failedRules(RefusesWithoutPath.class)).containsOnlyKeys("f2");
    }

    @Test
    void f3_andF5_findOneThatLosesItsPlaceWhenTheBufferMoves() {
        assertThat(Runs.failedRules(LosesItsPlaceWhenTheBufferMoves.class)).containsOnlyKeys("f3", "f5");
    }

    @Test
    void f4_findsOneThatThrowsOnGarbage() {
        assertThat(Runs.failedRules(ThrowsOnGarbage.class)).containsKey("f4").doesNotContainKeys("f1", "f2", "f3");
    }

    @Test
    void f4_findsOneThatStaysBroken() {
        assertThat(Runs.failedRules(StaysBroken.class)).containsOnlyKeys("f4");
    }

    @Test
    void whatFailsSaysTheBytesThatDidIt() {
        assertThat(Runs.failedRules(ThrowsOnGarbage.class).get("f4"))
                .hasMessageStartingWith("decoding throws for \"")
                .hasMessageMatching("(?s).*\\([0-9a-f]+\\), round \\d+ from seed \\d+");
    }

    /** The kit with a {@link FaultyCodec}. */
    private abstract static class Faulty extends CodecFuzz {
        private final Fault fault;

        Faulty(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected String expression() {
            return "faulty";
        }

        @Override
        protected Codec codec(Limits limits) {
            return new FaultyCodec(limits, fault);
        }

        @Override
        protected int mutations() {
            return 5_000;
        }
    }

    static final class LosesDigits extends Faulty {
        LosesDigits() {
            super(Fault.LOSES_DIGITS);
        }
    }

    static final class RefusesWithoutPath extends Faulty {
        RefusesWithoutPath() {
            super(Fault.REFUSES_WITHOUT_PATH);
        }
    }

    static final class LosesItsPlaceWhenTheBufferMoves extends Faulty {
        LosesItsPlaceWhenTheBufferMoves() {
            super(Fault.LOSES_ITS_PLACE_WHEN_THE_BUFFER_MOVES);
        }
    }

    static final class ThrowsOnGarbage extends Faulty {
        ThrowsOnGarbage() {
            super(Fault.THROWS_ON_GARBAGE);
        }
    }

    static final class StaysBroken extends Faulty {
        StaysBroken() {
            super(Fault.STAYS_BROKEN);
        }
    }
}
