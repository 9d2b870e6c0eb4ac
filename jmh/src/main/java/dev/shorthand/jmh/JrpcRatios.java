package dev.shorthand.jmh;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@link JrpcBenchmark} as ratios: Shorthand and the limit take turns in one JVM, and what counts is the processor's time of this thread, so
 * that a busy machine does not matter much. JMH itself measures them minutes apart, by the clock.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.JrpcRatios
 * }</pre>
 */
public final class JrpcRatios {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 15;
    private static final long ROUND_NANOS = 30_000_000;

    // The warm-up goes on until the compiler had less than this part of two pieces in a row.
    private static final long PIECE_NANOS = 500_000_000;
    private static final double QUIET = 0.02;
    private static final int LEAST_PIECES = 4;
    private static final int MOST_PIECES = 30;

    // Decoding of a small request, of the limit.
    private static final double DECODE_AT_MOST = 1.5;

    private final PrintStream out;
    private Object sink = "";

    private JrpcRatios(PrintStream out) {
        this.out = out;
    }

    /** One of the methods of {@link JrpcBenchmark}. */
    private interface Operation {
        Object run() throws IOException;
    }

    private record Pair(String name, Operation shorthand, Operation limit) {}

    /** Medians of the rounds. */
    private record Result(double nanos, double limitNanos, double ratio, double bytes, double limitBytes) {}

    /**
     * Measures, and prints Markdown.
     *
     * @param args {@code --check F} exits with 1 if decoding a small request takes more than F times what it may
     * @throws IOException never, as nothing is read
     */
    public static void main(String[] args) throws IOException {
        double margin = args.length == 2 && args[0].equals("--check") ? Double.parseDouble(args[1]) : 0;
        if (margin == 0 && args.length > 0) {
            System.err.println("the only option is --check F, where F is a factor such as 1.5");
            System.exit(2);
        }
        double decode = new JrpcRatios(System.out).run();
        System.exit(margin > 0 && decode > DECODE_AT_MOST * margin ? 1 : 0);
    }

    private double run() throws IOException {
        print("JDK %s, processor time of the thread, medians of %d rounds", Runtime.version(), ROUNDS);
        print("");
        print("| message | operation | limit ns | Shorthand ns | ratio | limit B | Shorthand B |");
        print("|---|---|--:|--:|--:|--:|--:|");
        double decode = 0;
        for (String message : List.of("request", "reply", "text1k", "nested64k")) {
            for (Pair pair : pairs(message)) {
                Result result = measure(pair);
                print(
                        "| %s | %s | %,.0f | %,.0f | **%.2f** | %,.0f | %,.0f |",
                        message,
                        pair.name(),
                        result.limitNanos(),
                        result.nanos(),
                        result.ratio(),
                        result.limitBytes(),
                        result.bytes());
                if (message.equals("request") && pair.name().equals("decode typed")) {
                    decode = result.ratio();
                }
            }
        }
        return decode;
    }

    private static List<Pair> pairs(String message) throws IOException {
        JrpcBenchmark benchmark = new JrpcBenchmark();
        benchmark.message = message;
        benchmark.setUp();
        Pair encode = new Pair("encode", benchmark::encode, benchmark::encodeLimit);
        Pair decode = new Pair("decode", benchmark::decode, benchmark::decodeLimit);
        Pair typed = new Pair("decode typed", benchmark::decodeTyped, benchmark::decodeTypedLimit);
        return message.equals("nested64k") ? List.of(encode, decode) : List.of(encode, decode, typed);
    }

    private Result measure(Pair pair) throws IOException {
        // As many in each round as take about so long.
        int perRound = (int) Math.max(1, warmUp(pair) * ROUND_NANOS * 2 / PIECE_NANOS);
        double[][] figures = new double[5][ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            double[] limit = round(pair.limit(), perRound);
            double[] shorthand = round(pair.shorthand(), perRound);
            figures[0][i] = shorthand[0];
            figures[1][i] = limit[0];
            figures[2][i] = shorthand[0] / limit[0];
            figures[3][i] = shorthand[1];
            figures[4][i] = limit[1];
        }
        for (double[] figure : figures) {
            Arrays.sort(figure);
        }
        int middle = ROUNDS / 2;
        return new Result(
                figures[0][middle], figures[1][middle], figures[2][middle], figures[3][middle], figures[4][middle]);
    }

    /** Returns how often both were run in the last piece. */
    private long warmUp(Pair pair) throws IOException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long calls = 0;
        int quiet = 0;
        for (int i = 0; i < MOST_PIECES && (i < LEAST_PIECES || quiet < 2); i++) {
            long compiled = compiler.getTotalCompilationTime();
            long begin = System.nanoTime();
            for (calls = 0; System.nanoTime() - begin < PIECE_NANOS; calls++) {
                sink = pair.limit().run();
                sink = pair.shorthand().run();
            }
            boolean rests = (compiler.getTotalCompilationTime() - compiled) * 1e6 < PIECE_NANOS * QUIET;
            quiet = rests ? quiet + 1 : 0;
        }
        return calls;
    }

    /** Returns nanoseconds and bytes for each operation. */
    private double[] round(Operation operation, int times) throws IOException {
        long id = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(id);
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink = operation.run();
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getThreadAllocatedBytes(id) - bytes;
        return new double[] {(double) nanos / times, (double) bytes / times};
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
