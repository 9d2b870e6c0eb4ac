package dev.shorthand.jmh;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@link JrpcBenchmark} as ratios: Shorthand, the limit and the libraries take turns in one JVM, and what counts is the processor's time of
 * this thread, so that a busy machine does not matter much. JMH itself measures them minutes apart, by the clock.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.JrpcRatios
 * }</pre>
 */
public final class JrpcRatios {
    private static final int FRAMED_KIB = 64;
    private static final List<String> GUARDED = List.of("request", "text1k", "nested64k");
    private static final List<String> FRAMINGS =
            List.of("jrpc", "jrpc:lines", "jrpc:headers", "jrpc:concatenated", "terse");

    private final PrintStream out;
    private final List<String> names;
    private final JrpcTargets targets;

    private JrpcRatios(PrintStream out, double margin, List<String> names) {
        this.out = out;
        this.names = names;
        this.targets = new JrpcTargets(margin, out);
    }

    /**
     * Measures, and prints Markdown.
     *
     * @param args {@code --check F} exits with 1 if a target is missed by more than the factor F; {@code --guard F} does the same in a
     *             tenth of the time, with the limit as the only other side and the framings that have a target; {@code --message NAME} measures one message alone,
     *             so that what others have taught the compiler does not count; {@code --framings} measures no message
     * @throws Exception if a library reads or writes something else than the others
     */
    public static void main(String[] args) throws Exception {
        boolean guard = args.length == 2 && args[0].equals("--guard");
        boolean check = guard || (args.length == 2 && args[0].equals("--check"));
        boolean one = args.length == 2 && args[0].equals("--message") && Samples.NAMES.contains(args[1]);
        boolean none = args.length == 1 && args[0].equals("--framings");
        if (!check && !one && !none && args.length > 0) {
            System.err.println("give --check F or --guard F, where F is a factor such as 1.5, --framings, or --message"
                    + " and one of " + Samples.NAMES);
            System.exit(2);
        }
        List<String> sides = guard ? JsonSide.NAMES.subList(0, 2) : JsonSide.NAMES;
        JrpcRatios ratios = new JrpcRatios(System.out, check ? Double.parseDouble(args[1]) : 1, sides);
        List<String> messages = guard ? GUARDED : one ? List.of(args[1]) : none ? List.of() : Samples.NAMES;
        List<String> framings = guard ? FRAMINGS.subList(0, 2) : one ? List.of() : FRAMINGS;
        boolean met = ratios.run(messages, framings);
        System.exit(check && !met ? 1 : 0);
    }

    private boolean run(List<String> messages, List<String> framings) throws Exception {
        print(
                "JDK %s, %d cores, processor time of the thread, medians of %d rounds",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), Turns.ROUNDS);
        if (!messages.isEmpty()) {
            codecs(messages);
        }
        if (!framings.isEmpty()) {
            framings(framings);
        }
        return targets.areMet();
    }

    private void codecs(List<String> messages) throws Exception {
        print("");
        String others = String.join(" | of ", names.subList(1, names.size()));
        print("| message | operation | Shorthand ns | of %s | B | limit B |", others);
        print("|---|---|--:|%s--:|--:|", "--:|".repeat(names.size() - 1));
        for (String message : messages) {
            List<JsonSide> sides = new ArrayList<>();
            for (String name : names) {
                sides.add(JsonSide.of(name, message));
            }
            codec(message, "encode", sides, JsonSide::encode);
            codec(message, "decode", sides, JsonSide::decode);
            codec(message, "decode typed", sides, JsonSide::decodeTyped);
        }
    }

    /** What is done with each side. */
    private interface Operation {
        Object run(JsonSide side) throws Exception;
    }

    private void codec(String message, String operation, List<JsonSide> sides, Operation what) throws Exception {
        Turns turns = new Turns(
                sides.stream().map(side -> (Turns.Work) () -> what.run(side)).toList());
        turns.take();
        StringBuilder ratios = new StringBuilder();
        for (int i = 1; i < sides.size(); i++) {
            double ratio = turns.ratio(i);
            ratios.append(String.format(Locale.ROOT, " **%.2f** |", ratio));
            targets.note(message, operation, names.get(i), ratio);
        }
        print(
                "| %s | %s | %,.0f |%s %,.0f | %,.0f |",
                message, operation, turns.nanos(0), ratios, turns.bytes(0), turns.bytes(1));
    }

    private void framings(List<String> codecs) throws Exception {
        print("");
        print("| framing, frames of %d KiB | GB/s | of a loop over the bytes | B/frame |", FRAMED_KIB);
        print("|---|--:|--:|--:|");
        for (String codec : codecs) {
            FramingBenchmark framing = new FramingBenchmark();
            framing.codec = codec;
            framing.frame = FRAMED_KIB << 10;
            framing.setUp();
            Turns turns =
                    new Turns(List.of(() -> same(framing, framing.split()), () -> same(framing, framing.byteLoop())));
            turns.take();
            double rate = FramingBenchmark.BUFFER / turns.nanos(0);
            double bytes = turns.bytes(0) * framing.frame / FramingBenchmark.BUFFER;
            print("| `%s` | %.1f | **%.1f** | %.0f |", codec, rate, 1 / turns.ratio(1), bytes);
            targets.noteFraming(codec, rate, bytes);
        }
    }

    // Boxes nothing, and needs the result all the same.
    private static Object same(FramingBenchmark framing, long result) {
        return result < 0 ? "" : framing;
    }

    private void print(String format, Object... args) {
        out.printf(Locale.ROOT, format + "%n", args);
        out.flush();
    }
}
