package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.tck.MemoryRequest.Fault;
import org.junit.jupiter.api.Test;

/** Each rule finds the transport of one request that breaks it, and no rule finds fault with what is right in it. */
class RequestContractTest {
    @Test
    void q1_findsOneThatLosesTheEndOfFullBuffers() {
        assertThat(Runs.failedRules(LosesTheEndOfFullBuffers.class)).containsOnlyKeys("q1");
    }

    @Test
    void q2_findsOneThatCallsItselfAServer() {
        assertThat(Runs.failedRules(CallsItselfAServer.class)).containsOnlyKeys("q2");
    }

    @Test
    void q3_findsOneThatLosesTheEndOfLongReplies() {
        assertThat(Runs.failedRules(LosesTheEndOfLongReplies.class)).containsOnlyKeys("q3", "q16");
    }

    @Test
    void q4_findsOneThatAnswersNothingWithoutAReply() {
        assertThat(Runs.failedRules(AnswersNothingWithoutAReply.class)).containsOnlyKeys("q4", "q16");
    }

    @Test
    void q5_findsOneThatForgetsItsPeersName() {
        assertThat(Runs.failedRules(ForgetsItsPeersName.class)).containsOnlyKeys("q5");
    }

    @Test
    void q6_findsOneThatTellsTheEndTwice() {
        assertThat(Runs.failedRules(TellsTheEndTwice.class)).containsOnlyKeys("q6");
    }

    @Test
    void q7_findsOneThatJoinsWhatIsSent() {
        assertThat(Runs.failedRules(JoinsWhatIsSent.class)).containsOnlyKeys("q7", "q16");
    }

    @Test
    void q8_findsOneThatSendsAfterTheAnswer() {
        assertThat(Runs.failedRules(SendsAfterTheAnswer.class)).containsOnlyKeys("q8");
    }

    @Test
    void q9_findsOneThatFailsWhenClosedTwice() {
        assertThat(Runs.failedRules(FailsWhenClosedTwice.class)).containsOnlyKeys("q9", "q16");
    }

    @Test
    void q10_findsOneThatLeavesTheSenderWaiting() {
        assertThat(Runs.failedRules(LeavesTheSenderWaiting.class)).containsOnlyKeys("q9", "q10");
    }

    @Test
    void q11_findsOneThatStartsTwice() {
        assertThat(Runs.failedRules(StartsTwice.class)).containsOnlyKeys("q11");
    }

    @Test
    void q12_findsOneThatReadsAnything() {
        assertThat(Runs.failedRules(ReadsAnything.class)).containsOnlyKeys("q12");
    }

    @Test
    void q13_findsOneThatIgnoresOptions() {
        assertThat(Runs.failedRules(IgnoresOptions.class)).containsOnlyKeys("q13");
    }

    @Test
    void q14_findsOneThatTakesAnyLength() {
        assertThat(Runs.failedRules(TakesAnyLength.class)).containsOnlyKeys("q14");
    }

    @Test
    void q15_findsOneThatLeavesAThread() {
        assertThat(Runs.failedRules(LeavesAThread.class)).containsOnlyKeys("q15");
    }

    static final class LosesTheEndOfFullBuffers extends MemoryRequestContract {
        LosesTheEndOfFullBuffers() {
            super(Fault.LOSES_THE_END_OF_FULL_BUFFERS);
        }
    }

    static final class CallsItselfAServer extends MemoryRequestContract {
        CallsItselfAServer() {
            super(Fault.CALLS_ITSELF_A_SERVER);
        }
    }

    static final class LosesTheEndOfLongReplies extends MemoryRequestContract {
        LosesTheEndOfLongReplies() {
            super(Fault.LOSES_THE_END_OF_LONG_REPLIES);
        }
    }

    static final class AnswersNothingWithoutAReply extends MemoryRequestContract {
        AnswersNothingWithoutAReply() {
            super(Fault.ANSWERS_NOTHING_WITHOUT_A_REPLY);
        }
    }

    static final class ForgetsItsPeersName extends MemoryRequestContract {
        ForgetsItsPeersName() {
            super(Fault.FORGETS_ITS_PEERS_NAME);
        }
    }

    static final class TellsTheEndTwice extends MemoryRequestContract {
        TellsTheEndTwice() {
            super(Fault.TELLS_THE_END_TWICE);
        }
    }

    static final class JoinsWhatIsSent extends MemoryRequestContract {
        JoinsWhatIsSent() {
            super(Fault.JOINS_WHAT_IS_SENT);
        }
    }

    static final class SendsAfterTheAnswer extends MemoryRequestContract {
        SendsAfterTheAnswer() {
            super(Fault.SENDS_AFTER_THE_ANSWER);
        }
    }

    static final class FailsWhenClosedTwice extends MemoryRequestContract {
        FailsWhenClosedTwice() {
            super(Fault.FAILS_WHEN_CLOSED_TWICE);
        }
    }

    static final class LeavesTheSenderWaiting extends MemoryRequestContract {
        LeavesTheSenderWaiting() {
            super(Fault.LEAVES_THE_SENDER_WAITING);
        }
    }

    static final class StartsTwice extends MemoryRequestContract {
        StartsTwice() {
            super(Fault.STARTS_TWICE);
        }
    }

    static final class ReadsAnything extends MemoryRequestContract {
        ReadsAnything() {
            super(Fault.READS_ANYTHING);
        }
    }

    static final class IgnoresOptions extends MemoryRequestContract {
        IgnoresOptions() {
            super(Fault.IGNORES_OPTIONS);
        }
    }

    static final class TakesAnyLength extends MemoryRequestContract {
        TakesAnyLength() {
            super(Fault.TAKES_ANY_LENGTH);
        }
    }

    static final class LeavesAThread extends MemoryRequestContract {
        LeavesAThread() {
            super(Fault.LEAVES_A_THREAD);
        }
    }
}
