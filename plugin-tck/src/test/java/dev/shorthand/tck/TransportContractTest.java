package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.tck.MemoryTransport.Fault;
import org.junit.jupiter.api.Test;

/** Each rule finds the transport that breaks it, and no rule finds fault with what is right in it. */
class TransportContractTest {
    @Test
    void t1_findsOneThatReportsNothing() {
        assertThat(Runs.failedRules(ReportsNothing.class)).containsKey("t1");
    }

    @Test
    void t2_findsOneThatKeepsThePortUnknown() {
        assertThat(Runs.failedRules(KeepsThePortUnknown.class)).containsOnlyKeys("t2");
    }

    @Test
    void t3_findsOneThatLosesTheEndOfFullBuffers() {
        assertThat(Runs.failedRules(LosesTheEndOfFullBuffers.class)).containsOnlyKeys("t3");
    }

    @Test
    void t4_findsOneThatNamesAllPeersAlike() {
        assertThat(Runs.failedRules(NamesAllPeersAlike.class)).containsOnlyKeys("t4");
    }

    @Test
    void t5_findsOneThatClosesOnOneSideAlone() {
        assertThat(Runs.failedRules(ClosesOnOneSideAlone.class)).containsOnlyKeys("t5", "t13");
    }

    @Test
    void t6_findsOneThatLosesWhatWasWrittenLast() {
        assertThat(Runs.failedRules(LosesWhatWasWrittenLast.class)).containsOnlyKeys("t6");
    }

    @Test
    void t7_findsOneThatFailsWhenClosedTwice() {
        assertThat(Runs.failedRules(FailsWhenClosedTwice.class)).containsOnlyKeys("t7");
    }

    @Test
    void t8_findsOneThatLeavesReadersWaiting() {
        assertThat(Runs.failedRules(LeavesReadersWaiting.class)).containsOnlyKeys("t8");
    }

    @Test
    void t9_findsOneThatStartsTwice() {
        assertThat(Runs.failedRules(StartsTwice.class)).containsOnlyKeys("t9");
    }

    @Test
    void t10_findsOneThatReadsAnything() {
        assertThat(Runs.failedRules(ReadsAnything.class)).containsOnlyKeys("t10");
    }

    @Test
    void t11_findsOneThatIgnoresOptions() {
        assertThat(Runs.failedRules(IgnoresOptions.class)).containsOnlyKeys("t11");
    }

    @Test
    void t12_findsOneThatLeavesAThread() {
        assertThat(Runs.failedRules(LeavesAThread.class)).containsOnlyKeys("t12");
    }

    @Test
    void t13_findsOneThatMixesClients() {
        assertThat(Runs.failedRules(MixesClients.class)).containsOnlyKeys("t13");
    }

    @Test
    void t14_findsOneThatAcceptsAfterClose() {
        assertThat(Runs.failedRules(AcceptsAfterClose.class)).containsOnlyKeys("t14");
    }

    @Test
    void t15_findsOneThatFinishesBothWays() {
        assertThat(Runs.failedRules(FinishesBothWays.class)).containsOnlyKeys("t15");
    }

    @Test
    void t17_findsOneThatLosesWhatComesAfterItHasWaitedInVain() {
        assertThat(Runs.failedRules(LosesAByteAfterWaitingInVain.class)).containsOnlyKeys("t17");
    }

    static final class ReportsNothing extends MemoryContract {
        ReportsNothing() {
            super(Fault.REPORTS_NOTHING);
        }
    }

    static final class KeepsThePortUnknown extends MemoryContract {
        KeepsThePortUnknown() {
            super(Fault.KEEPS_THE_PORT_UNKNOWN);
        }
    }

    static final class LosesTheEndOfFullBuffers extends MemoryContract {
        LosesTheEndOfFullBuffers() {
            super(Fault.LOSES_THE_END_OF_FULL_BUFFERS);
        }
    }

    static final class NamesAllPeersAlike extends MemoryContract {
        NamesAllPeersAlike() {
            super(Fault.NAMES_ALL_PEERS_ALIKE);
        }
    }

    static final class ClosesOnOneSideAlone extends MemoryContract {
        ClosesOnOneSideAlone() {
            super(Fault.CLOSES_ON_ONE_SIDE_ALONE);
        }
    }

    static final class LosesWhatWasWrittenLast extends MemoryContract {
        LosesWhatWasWrittenLast() {
            super(Fault.LOSES_WHAT_WAS_WRITTEN_LAST);
        }
    }

    static final class FailsWhenClosedTwice extends MemoryContract {
        FailsWhenClosedTwice() {
            super(Fault.FAILS_WHEN_CLOSED_TWICE);
        }
    }

    static final class LeavesReadersWaiting extends MemoryContract {
        LeavesReadersWaiting() {
            super(Fault.LEAVES_READERS_WAITING);
        }
    }

    static final class StartsTwice extends MemoryContract {
        StartsTwice() {
            super(Fault.STARTS_TWICE);
        }
    }

    static final class ReadsAnything extends MemoryContract {
        ReadsAnything() {
            super(Fault.READS_ANYTHING);
        }
    }

    static final class IgnoresOptions extends MemoryContract {
        IgnoresOptions() {
            super(Fault.IGNORES_OPTIONS);
        }
    }

    static final class LeavesAThread extends MemoryContract {
        LeavesAThread() {
            super(Fault.LEAVES_A_THREAD);
        }
    }

    static final class MixesClients extends MemoryContract {
        MixesClients() {
            super(Fault.MIXES_CLIENTS);
        }
    }

    static final class AcceptsAfterClose extends MemoryContract {
        AcceptsAfterClose() {
            super(Fault.ACCEPTS_AFTER_CLOSE);
        }
    }

    static final class FinishesBothWays extends MemoryContract {
        FinishesBothWays() {
            super(Fault.FINISHES_BOTH_WAYS);
        }
    }

    static final class LosesAByteAfterWaitingInVain extends MemoryContract {
        LosesAByteAfterWaitingInVain() {
            super(Fault.LOSES_A_BYTE_AFTER_WAITING_IN_VAIN);
        }
    }
}
