package dev.shorthand.jmh;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures whole calls over loopback TCP, both sides in this JVM, and prints Markdown.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.Loopback
 * taskset -c 0 java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.Loopback --case sequential
 * }</pre>
 *
 * <p>Not JMH: what counts is the ratio to a raw exchange of the same bytes, which must take turns with it within one run, as the
 * placement of threads on cores alone can make a factor of four between runs.
 */
public final class Loopback {
    private final LoopbackOptions options;
    private final PrintStream out;
    private final List<Contest> contests = new ArrayList<>();

    private Loopback(LoopbackOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Measures, and prints.
     *
     * @param args see {@code --help}
     * @throws Exception if a call fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--help")) {
            System.out.print(LoopbackOptions.USAGE);
            return;
        }
        LoopbackOptions options;
        try {
            options = LoopbackOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        boolean good = new Loopback(options, System.out).run();
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        print(
                "JDK %s, %d of the machine's cores, %d rounds of %s s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), options.rounds(), options.seconds());
        for (Load load : options.loads()) {
            heading(load);
            for (int payload : options.payloads()) {
                Contest contest = new Contest(load, payload);
                contest.run(options);
                contests.add(contest);
                row(contest);
            }
        }
        return !options.check() || new Targets(contests, options.margin(), out).areMet();
    }

    private void heading(Load load) {
        print("%n**%s**%n", title(load));
        if (load == Load.SEQUENTIAL) {
            print(
                    "| text | raw p50 µs | Shorthand p50 µs | ratio | raw p99 µs | Shorthand p99 µs | ratio | raw CPU µs | Shorthand CPU µs | B/call |");
            print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        } else if (load == Load.CONNECTIONS64) {
            print("| text | raw /s | Shorthand /s | ratio | raw CPU µs | Shorthand CPU µs | B/call |");
            print("|--:|--:|--:|--:|--:|--:|--:|");
        } else {
            print(
                    "| text | raw /s | Shorthand /s | ratio | raw, writes combined /s | ratio to that | raw CPU µs | Shorthand CPU µs | B/call |");
            print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        }
    }

    private static String title(Load load) {
        return switch (load) {
            case SEQUENTIAL -> "sequential: one call at a time";
            case INFLIGHT64 -> "inflight64: 64 in flight on one connection, sent by one thread, calls/s";
            case INFLIGHT512 -> "inflight512: 512 in flight on one connection, sent by one thread, calls/s";
            case CHAIN64 -> "chain64: 64 in flight on one connection, each reply sets off the next call, calls/s";
            case CONNECTIONS64 -> "connections64: 64 connections, one call at a time on each, calls/s";
            case NOTIFICATIONS -> "notifications: on one connection, ended by a call, notifications/s";
        };
    }

    private void row(Contest contest) {
        String begin = "| " + size(contest.payload);
        String bytes = String.format(
                Locale.ROOT,
                " %.2f | %.2f | %,.0f |",
                contest.raw(Load.Sample::cpuPerCall),
                contest.shorthand(Load.Sample::cpuPerCall),
                contest.shorthand(Load.Sample::bytesPerCall));
        if (contest.load == Load.SEQUENTIAL) {
            print(
                    begin + " | %.1f | %.1f | **%.2f** | %.1f | %.1f | %.2f |" + bytes,
                    contest.raw(Load.Sample::p50),
                    contest.shorthand(Load.Sample::p50),
                    contest.ratio(0, Load.Sample::p50),
                    contest.raw(Load.Sample::p99),
                    contest.shorthand(Load.Sample::p99),
                    contest.ratio(0, Load.Sample::p99));
            return;
        }
        String rates = String.format(
                Locale.ROOT,
                " | %,.0f | %,.0f | **%.2f** |",
                contest.raw(Load.Sample::perSecond),
                contest.shorthand(Load.Sample::perSecond),
                contest.ratio(0, Load.Sample::perSecond));
        String combined = contest.hasTogether()
                ? String.format(
                        Locale.ROOT,
                        " %,.0f | %.2f |",
                        contest.together(Load.Sample::perSecond),
                        contest.ratio(2, Load.Sample::perSecond))
                : "";
        print("%s", begin + rates + combined + bytes);
    }

    private static String size(int bytes) {
        return bytes < 1024 ? bytes + " B" : bytes / 1024 + " KiB";
    }

    private void print(String format, Object... args) {
        out.printf(Locale.ROOT, format + "%n", args);
        out.flush();
    }
}
