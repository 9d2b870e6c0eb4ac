package dev.shorthand.jmh;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@link MsgpackBenchmark} and {@link MsgpackFramingBenchmark} as ratios: Shorthand, the limit and Jackson take turns in one JVM, and what counts is the
 * processor's time of this thread, so that a busy machine does not matter much.
 *
 * <pre>{@code
 * java -Xbatch -cp jmh/target/benchmarks.jar dev.shorthand.jmh.MsgpackRatios
 * }</pre>
 *
 * <p>Without {@code -Xbatch} the compiler is left behind on a machine that is busy with something else, and large messages are measured before they are
 * compiled.
 */
public final class MsgpackRatios {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 20_000_000;
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    // Of the limit, for a small request.
    private static final double AT_MOST = 1.2;

    private final PrintStream out;
    private Object sink = "";

    private MsgpackRatios(PrintStream out) {
        this.out = out;
    }

    private interface Operation {
        Object run() throws IOException;
    }

    /** What takes turns: Shorthand, the limit, and perhaps Jackson. */
    private record Contest(String name, List<Operation> operations) {}

    /** What an operation takes. */
    private record Figures(double nanos, double bytes) {}

    /** Medians of the rounds, for each that takes turns. */
    private record Result(List<Figures> each, double ratio) {}

    /**
     * Measures, and prints Markdown.
     *
     * @param args {@code --check F} exits with 1 if encoding or decoding a small request takes more than F times what it may
     * @throws IOException never, as nothing is read
     */
    public static void main(String[] args) throws IOException {
        double margin = args.length == 2 && args[0].equals("--check") ? Double.parseDouble(args[1]) : 0;
        if (margin == 0 && args.length > 0) {
            System.err.println("the only option is --check F, where F is a factor such as 1.5");
            System.exit(2);
        }
        double worst = new MsgpackRatios(System.out).run();
        System.exit(margin > 0 && worst > AT_MOST * margin ? 1 : 0);
    }

    /** Returns the worst ratio of a small request. */
    private double run() throws IOException {
        print("JDK %s, processor time of the thread, medians of %d rounds", Runtime.version(), ROUNDS);
        print("");
        print(
                "| message | operation | limit ns | Shorthand ns | ratio | Jackson ns | limit B | Shorthand B | Jackson B |");
        print("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        double worst = 0;
        for (String message : List.of("request", "reply", "text1k", "nested64k")) {
            for (Contest contest : contests(message)) {
                Result result = measure(contest);
                print(message, contest, result);
                if (message.equals("request") && !contest.name().startsWith("framing")) {
                    worst = Math.max(worst, result.ratio());
                }
            }
        }
        return worst;
    }

    private void print(String message, Contest contest, Result result) {
        Figures shorthand = result.each().get(0);
        Figures limit = result.each().get(1);
        boolean jackson = result.each().size() > 2;
        print(
                "| %s | %s | %,.0f | %,.0f | **%.2f** | %s | %,.0f | %,.0f | %s |",
                message,
                contest.name(),
                limit.nanos(),
                shorthand.nanos(),
                result.ratio(),
                jackson
                        ? String.format(
                                Locale.ROOT, "%,.0f", result.each().get(2).nanos())
                        : "",
                limit.bytes(),
                shorthand.bytes(),
                jackson
                        ? String.format(
                                Locale.ROOT, "%,.0f", result.each().get(2).bytes())
                        : "");
    }

    private static List<Contest> contests(String message) throws IOException {
        MsgpackBenchmark codec = new MsgpackBenchmark();
        codec.message = message;
        codec.setUp();
        MsgpackFramingBenchmark framing = new MsgpackFramingBenchmark();
        framing.message = message;
        framing.setUp();
        List<Contest> contests = new ArrayList<>();
        contests.add(new Contest("encode", List.of(codec::encode, codec::encodeLimit, codec::encodeJackson)));
        contests.add(new Contest("decode", List.of(codec::decode, codec::decodeLimit, codec::decodeJackson)));
        if (!message.equals("nested64k")) {
            contests.add(new Contest("decode typed", List.of(codec::decodeTyped, codec::decodeTypedLimit)));
        }
        contests.add(new Contest("framing, in", List.of(framing::split, framing::splitLimit)));
        contests.add(new Contest("framing, out", List.of(framing::wrap, framing::splitLimit)));
        return contests;
    }

    private Result measure(Contest contest) throws IOException {
        List<Operation> operations = contest.operations();
        int perRound = (int) Math.max(1, warmUp(operations) * operations.size() * ROUND_NANOS / WARM_UP_NANOS);
        double[][] nanos = new double[operations.size()][ROUNDS];
        double[][] bytes = new double[operations.size()][ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            for (int who = 0; who < operations.size(); who++) {
                Figures figures = round(operations.get(who), perRound);
                nanos[who][i] = figures.nanos();
                bytes[who][i] = figures.bytes();
            }
            ratios[i] = nanos[0][i] / nanos[1][i];
        }
        List<Figures> medians = new ArrayList<>();
        for (int who = 0; who < operations.size(); who++) {
            medians.add(new Figures(median(nanos[who]), median(bytes[who])));
        }
        return new Result(medians, median(ratios));
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }

    /** Returns how often each was run. */
    private long warmUp(List<Operation> operations) throws IOException {
        long begin = System.nanoTime();
        long times = 0;
        for (; System.nanoTime() - begin < WARM_UP_NANOS; times++) {
            for (Operation operation : operations) {
                sink = operation.run();
            }
        }
        return times;
    }

    /** Returns the mean of so many. */
    private Figures round(Operation operation, int times) throws IOException {
        long id = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(id);
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink = operation.run();
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getThreadAllocatedBytes(id) - bytes;
        return new Figures((double) nanos / times, (double) bytes / times);
    }

    /** Keeps what was made last, so that its making is not optimised away. */
    Object sink() {
        return sink;
    }

    private void print(String format, Object... args) {
        out.printf(Locale.ROOT, format + "%n", args);
        out.flush();
    }
}
