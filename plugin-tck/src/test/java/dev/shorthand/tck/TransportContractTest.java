package dev.shorthand.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.tck.MemoryTransport.Fault;
import org.junit.jupiter.api.Test;

/** Each rule finds the transport that breaks it, and names it by its number. */
class TransportContractTest {
    @Test
    void t1_findsOneThatReportsNothing() {
        assertThat(Runs.failedRules(ReportsNothing.class)).contains("t1");
    }

    @Test
    void t2_findsOneThatKeepsThePortUnknown() {
        assertThat(Runs.failedRules(KeepsThePortUnknown.class)).contains("t2");
    }

    @Test
    void t3_findsOneThatLosesLargeWrites() {
        assertThat(Runs.failedRules(LosesLargeWrites.class)).contains("t3");
    }

    @Test
    void t4_findsOneThatNamesAllPeersAlike() {
        assertThat(Runs.failedRules(NamesAllPeersAlike.class)).contains("t4");
    }

    @Test
    void t5_findsOneThatClosesOnOneSideAlone() {
        assertThat(Runs.failedRules(ClosesOnOneSideAlone.class)).contains("t5");
    }

    @Test
    void t6_findsOneThatLosesWhatWasWrittenLast() {
        assertThat(Runs.failedRules(LosesWhatWasWrittenLast.class)).contains("t6");
    }

    @Test
    void t7_findsOneThatFailsWhenClosedTwice() {
        assertThat(Runs.failedRules(FailsWhenClosedTwice.class)).contains("t7");
    }

    @Test
    void t8_findsOneThatLeavesReadersWaiting() {
        assertThat(Runs.failedRules(LeavesReadersWaiting.class)).contains("t8");
    }

    @Test
    void t9_findsOneThatStartsTwice() {
        assertThat(Runs.failedRules(StartsTwice.class)).contains("t9");
    }

    @Test
    void t10_findsOneThatReadsAnything() {
        assertThat(Runs.failedRules(ReadsAnything.class)).contains("t10");
    }

    @Test
    void t11_findsOneThatIgnoresOptions() {
        assertThat(Runs.failedRules(IgnoresOptions.class)).contains("t11");
    }

    @Test
    void t12_findsOneThatLeavesAThread() {
        assertThat(Runs.failedRules(LeavesAThread.class)).contains("t12");
    }

    @Test
    void t13_findsOneThatMixesClients() {
        assertThat(Runs.failedRules(MixesClients.class)).contains("t13");
    }

    @Test
    void t14_findsOneThatAcceptsAfterClose() {
        assertThat(Runs.failedRules(AcceptsAfterClose.class)).contains("t14");
    }

    @Test
    void t15_findsOneThatFinishesBothWays() {
        assertThat(Runs.failedRules(FinishesBothWays.class)).contains("t15");
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

    static final class LosesLargeWrites extends MemoryContract {
        LosesLargeWrites() {
            super(Fault.LOSES_LARGE_WRITES);
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
}
