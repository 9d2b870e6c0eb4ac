package dev.shorthand.jmh;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What calls must reach, for {@code --check}. Times and rates may miss by a margin, as machines are busy; bytes may not. Confined to one thread.
 */
final class Targets {
    private static final int SMALL = 32;

    // Of the raw exchange's p50, on one core.
    private static final double SEQUENTIAL_AT_MOST = 1.7;

    // Of the raw exchange's calls/s, when that writes once per message; on two cores.
    private static final double INFLIGHT_AT_LEAST = 3;
    private static final double BYTES_BELOW = 1_000;

    private final List<Contest> contests;
    private final double margin;
    private final PrintStream out;
    private final boolean oneCore = Runtime.getRuntime().availableProcessors() == 1;

    private int checked;
    private int missed;

    Targets(List<Contest> contests, double margin, PrintStream out) {
        this.contests = contests;
        this.margin = margin;
        this.out = out;
    }

    /** Prints each target with what was reached; returns false if one was missed, or there was none. */
    boolean areMet() {
        for (Contest contest : contests) {
            if (contest.payload == SMALL && contest.load == Load.SEQUENTIAL) {
                atMost("bytes per sequential call", contest.shorthand(Load.Sample::bytesPerCall), BYTES_BELOW);
                if (oneCore) {
                    atMost(
                            "p50 of a sequential call, of raw",
                            contest.ratio(0, Load.Sample::p50),
                            SEQUENTIAL_AT_MOST * margin);
                }
            } else if (contest.payload == SMALL && contest.load.inFlight == 64 && !oneCore) {
                double ratio = contest.ratio(0, Load.Sample::perSecond);
                say(
                        "calls/s of " + contest.load + ", of raw",
                        ratio,
                        "at least",
                        INFLIGHT_AT_LEAST / margin,
                        ratio >= INFLIGHT_AT_LEAST / margin);
            }
        }
        if (checked == 0) {
            out.println(
                    "\nnothing to check: there are targets for 32 B, sequential (time on one core only), inflight64 and chain64 (on several)");
        }
        return checked > 0 && missed == 0;
    }

    private void atMost(String what, double reached, double most) {
        say(what, reached, "at most", most, reached <= most);
    }

    private void say(String what, double reached, String bound, double target, boolean met) {
        checked++;
        missed += met ? 0 : 1;
        out.printf(
                Locale.ROOT, "%n%s: %s is %.2f, to be %s %.2f", met ? "met" : "MISSED", what, reached, bound, target);
        out.println();
    }
}
