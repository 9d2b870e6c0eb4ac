package dev.shorthand.jmh;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What jrpc must reach, as ratios; times may miss by a margin, as machines are busy. Confined to one thread. */
final class JrpcTargets {
    private static final double OF_LIMIT = 1.1;
    private static final double AHEAD = 1;
    private static final double TWICE_AHEAD = 0.5;
    private static final double FRAMING_GB = 8;

    private static final List<Target> TARGETS = List.of(
            new Target("request", "encode", "limit", OF_LIMIT),
            new Target("request", "encode", "databind", AHEAD),
            new Target("request", "encode", "gson", TWICE_AHEAD),
            new Target("request", "decode typed", "limit", OF_LIMIT),
            new Target("request", "decode typed", "databind", AHEAD),
            new Target("request", "decode typed", "gson", TWICE_AHEAD),
            new Target("nested64k", "encode", "limit", OF_LIMIT),
            new Target("nested64k", "encode", "databind", AHEAD),
            new Target("nested64k", "encode", "gson", AHEAD),
            new Target("nested64k", "decode", "limit", OF_LIMIT),
            new Target("nested64k", "decode", "databind", AHEAD),
            new Target("nested64k", "decode", "gson", AHEAD),
            new Target("nested64k", "decode typed", "limit", OF_LIMIT),
            new Target("nested64k", "decode typed", "databind", AHEAD),
            new Target("nested64k", "decode typed", "gson", AHEAD),
            new Target("text1k", "encode", "limit", OF_LIMIT),
            new Target("text1k", "encode", "databind", AHEAD),
            new Target("text1k", "encode", "gson", AHEAD),
            new Target("text1k", "encode", "fastjson2", AHEAD),
            new Target("text1k", "encode", "dsljson", AHEAD),
            new Target("text1k", "decode typed", "limit", OF_LIMIT),
            new Target("text1k", "decode typed", "databind", AHEAD),
            new Target("text1k", "decode typed", "gson", AHEAD),
            new Target("text1k", "decode typed", "fastjson2", AHEAD),
            new Target("text1k", "decode typed", "dsljson", AHEAD));

    private final double margin;
    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();
    private boolean met = true;

    private record Target(String message, String operation, String side, double atMost) {}

    JrpcTargets(double margin, PrintStream out) {
        this.margin = margin;
        this.out = out;
    }

    /** Notes the time of an operation as a multiple of another side's. */
    void note(String message, String operation, String side, double ratio) {
        TARGETS.stream()
                .filter(target -> target.message().equals(message)
                        && target.operation().equals(operation)
                        && target.side().equals(side))
                .forEach(target -> say(
                        message + " " + operation + ", of " + side,
                        ratio,
                        "at most",
                        target.atMost(),
                        ratio <= target.atMost() * margin));
    }

    /** Notes the rate of a framing, and what it allocated. */
    void noteFraming(String codec, double gigabytes, double allocated) {
        if (codec.equals("jrpc") || codec.equals("jrpc:lines")) {
            say(codec + " framing, GB/s", gigabytes, "at least", FRAMING_GB, gigabytes >= FRAMING_GB / margin);
            say(codec + " framing, B", allocated, "at most", 0, Math.round(allocated) == 0);
        }
    }

    private void say(String what, double reached, String bound, double target, boolean reaches) {
        met &= reaches;
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s is %.2f, to be %s %.2f",
                reaches ? "met" : "MISSED",
                what,
                reached,
                bound,
                target));
    }

    /** Prints each target with what was reached; returns whether all were met. */
    boolean areMet() {
        out.println();
        lines.forEach(out::println);
        return met;
    }
}
