package dev.shorthand.jmh;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * {@link TerseBenchmark} as ratios: terse and jrpc take turns in one JVM, and what counts is the processor's time of this thread.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.TerseRatios
 * }</pre>
 */
public final class TerseRatios {
    private final PrintStream out;

    private TerseRatios(PrintStream out) {
        this.out = out;
    }

    /**
     * Measures, and prints Markdown.
     *
     * @param args none
     * @throws Exception if a codec does not read what it wrote
     */
    public static void main(String[] args) throws Exception {
        new TerseRatios(System.out).run();
    }

    private void run() throws Exception {
        print("JDK %s, processor time of the thread, medians of %d rounds", Runtime.version(), Turns.ROUNDS);
        print("");
        print("| message | operation | terse ns | of jrpc | B | jrpc B |");
        print("|---|---|--:|--:|--:|--:|");
        for (String message : List.of("request", "reply", "text1k", "nested64k")) {
            TerseBenchmark terse = benchmark("terse?words=true", message);
            TerseBenchmark jrpc = benchmark("jrpc", message);
            turns(message, "encode", List.of(terse::encode, jrpc::encode));
            turns(message, "decode", List.of(terse::decode, jrpc::decode));
            if (!message.equals("nested64k")) {
                turns(message, "decode typed", List.of(terse::decodeTyped, jrpc::decodeTyped));
            }
        }
    }

    private static TerseBenchmark benchmark(String codec, String message) {
        TerseBenchmark benchmark = new TerseBenchmark();
        benchmark.codec = codec;
        benchmark.message = message;
        benchmark.setUp();
        return benchmark;
    }

    private void turns(String message, String operation, List<Turns.Work> works) throws Exception {
        Turns turns = new Turns(works);
        turns.take();
        print(
                "| %s | %s | %,.0f | **%.2f** | %,.0f | %,.0f |",
                message, operation, turns.nanos(0), turns.ratio(1), turns.bytes(0), turns.bytes(1));
    }

    private void print(String format, Object... args) {
        out.printf(Locale.ROOT, format + "%n", args);
        out.flush();
    }
}
