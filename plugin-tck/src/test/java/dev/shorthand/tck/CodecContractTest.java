package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.tck.FaultyCodec.Fault;
import org.junit.jupiter.api.Test;

/** Each rule finds the codec that breaks it, and no rule finds fault with what is right in it. */
class CodecContractTest {
    @Test
    void c1_findsOneThatLosesDigits() {
        assertThat(Runs.failedRules(LosesDigits.class)).containsOnlyKeys("c1");
    }

    @Test
    void c1_findsOneThatRefusesWithoutPath() {
        assertThat(Runs.failedRules(RefusesWithoutPath.class)).containsOnlyKeys("c1");
    }

    @Test
    void c2_findsOneThatTurnsTextIdsIntoNumbers() {
        assertThat(Runs.failedRules(TurnsTextIdsIntoNumbers.class)).containsOnlyKeys("c2");
    }

    @Test
    void c3_findsOneThatLosesAnArgument() {
        assertThat(Runs.failedRules(LosesAnArgument.class)).containsOnlyKeys("c3");
    }

    @Test
    void c4_findsOneThatThrowsOnGarbage() {
        assertThat(Runs.failedRules(ThrowsOnGarbage.class)).containsOnlyKeys("c4", "c8");
    }

    @Test
    void c5_findsOneThatLosesItsPlaceWhenTheBufferMoves() {
        assertThat(Runs.failedRules(LosesItsPlaceWhenTheBufferMoves.class)).containsOnlyKeys("c5");
    }

    @Test
    void c6_findsOneThatNamesNoLimit() {
        assertThat(Runs.failedRules(NamesNoLimit.class)).containsOnlyKeys("c6");
    }

    @Test
    void c6_findsOneThatKeepsTheLimitToItself() {
        assertThat(Runs.failedRules(KeepsTheLimitToItself.class)).containsOnlyKeys("c6");
    }

    @Test
    void c7_findsOneThatKeepsWhatItRefused() {
        assertThat(Runs.failedRules(KeepsWhatItRefused.class)).containsOnlyKeys("c7");
    }

    @Test
    void c8_findsOneThatStaysBroken() {
        assertThat(Runs.failedRules(StaysBroken.class)).containsOnlyKeys("c8");
    }

    @Test
    void c9_findsOneThatClobbersTheBuffer() {
        assertThat(Runs.failedRules(ClobbersTheBuffer.class)).containsOnlyKeys("c9");
    }

    @Test
    void c10_findsOneThatSharesABuffer() {
        assertThat(Runs.failedRules(SharesABuffer.class)).containsOnlyKeys("c10");
    }

    @Test
    void c11_findsOneThatReadsPastTheEnd() {
        assertThat(Runs.failedRules(ReadsPastTheEnd.class)).containsOnlyKeys("c11");
    }

    @Test
    void c12_findsOneThatThrowsWhatDoesNotFit() {
        assertThat(Runs.failedRules(ThrowsWhatDoesNotFit.class)).containsOnlyKeys("c12");
    }

    static final class LosesDigits extends FaultyCodecContract {
        LosesDigits() {
            super(Fault.LOSES_DIGITS);
        }
    }

    static final class RefusesWithoutPath extends FaultyCodecContract {
        RefusesWithoutPath() {
            super(Fault.REFUSES_WITHOUT_PATH);
        }
    }

    static final class TurnsTextIdsIntoNumbers extends FaultyCodecContract {
        TurnsTextIdsIntoNumbers() {
            super(Fault.TURNS_TEXT_IDS_INTO_NUMBERS);
        }
    }

    static final class LosesAnArgument extends FaultyCodecContract {
        LosesAnArgument() {
            super(Fault.LOSES_AN_ARGUMENT);
        }
    }

    static final class ThrowsOnGarbage extends FaultyCodecContract {
        ThrowsOnGarbage() {
            super(Fault.THROWS_ON_GARBAGE);
        }
    }

    static final class LosesItsPlaceWhenTheBufferMoves extends FaultyCodecContract {
        LosesItsPlaceWhenTheBufferMoves() {
            super(Fault.LOSES_ITS_PLACE_WHEN_THE_BUFFER_MOVES);
        }
    }

    static final class NamesNoLimit extends FaultyCodecContract {
        NamesNoLimit() {
            super(Fault.NAMES_NO_LIMIT);
        }
    }

    static final class KeepsTheLimitToItself extends FaultyCodecContract {
        KeepsTheLimitToItself() {
            super(Fault.KEEPS_THE_LIMIT_TO_ITSELF);
        }
    }

    static final class KeepsWhatItRefused extends FaultyCodecContract {
        KeepsWhatItRefused() {
            super(Fault.KEEPS_WHAT_IT_REFUSED);
        }
    }

    static final class StaysBroken extends FaultyCodecContract {
        StaysBroken() {
            super(Fault.STAYS_BROKEN);
        }
    }

    static final class ClobbersTheBuffer extends FaultyCodecContract {
        ClobbersTheBuffer() {
            super(Fault.CLOBBERS_THE_BUFFER);
        }
    }

    static final class SharesABuffer extends FaultyCodecContract {
        SharesABuffer() {
            super(Fault.SHARES_A_BUFFER);
        }
    }

    static final class ReadsPastTheEnd extends FaultyCodecContract {
        ReadsPastTheEnd() {
            super(Fault.READS_PAST_THE_END);
        }
    }

    static final class ThrowsWhatDoesNotFit extends FaultyCodecContract {
        ThrowsWhatDoesNotFit() {
            super(Fault.THROWS_WHAT_DOES_NOT_FIT);
        }
    }
}
