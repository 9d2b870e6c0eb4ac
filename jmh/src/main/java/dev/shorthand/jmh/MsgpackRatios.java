package dev.shorthand.jmh;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
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
    private static final List<String> MESSAGES = List.of("request", "reply", "text1k", "nested64k");

    // Of the limit, for a small request.
    private static final double AT_MOST = 1.2;

    private final PrintStream out;

    private MsgpackRatios(PrintStream out) {
        this.out = out;
    }

    /** What takes turns: Shorthand, the limit, and perhaps Jackson. */
    private record Contest(String name, List<Turns.Work> works) {}

    /**
     * Measures, and prints Markdown.
     *
     * @param args {@code --guard F} measures a small request beside the limit alone, and exits with 1 if encoding or decoding it takes more than F
     *             times what it may; {@code --message NAME} measures one message alone
     * @throws Exception if the sides do not read and write the same
     */
    public static void main(String[] args) throws Exception {
        boolean guard = args.length == 2 && args[0].equals("--guard");
        boolean one = args.length == 2 && args[0].equals("--message") && MESSAGES.contains(args[1]);
        if (!guard && !one && args.length > 0) {
            System.err.println("give --guard F, where F is a factor such as 1.5, or --message and one of " + MESSAGES);
            System.exit(2);
        }
        double margin = guard ? Double.parseDouble(args[1]) : 0;
        MsgpackRatios ratios = new MsgpackRatios(System.out);
        double worst = ratios.run(guard ? List.of("request") : one ? List.of(args[1]) : MESSAGES, guard);
        if (guard) {
            ratios.print("worst ratio of a small request: %.2f, to be at most %.2f", worst, AT_MOST * margin);
        }
        System.exit(guard && worst > AT_MOST * margin ? 1 : 0);
    }

    /** Returns the worst ratio of a small request. */
    private double run(List<String> messages, boolean guard) throws Exception {
        print("JDK %s, processor time of the thread, medians of %d rounds", Runtime.version(), Turns.ROUNDS);
        print("");
        print(
                "| message | operation | limit ns | Shorthand ns | ratio | Jackson ns | limit B | Shorthand B | Jackson B |");
        print("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        double worst = 0;
        for (String message : messages) {
            for (Contest contest : contests(message)) {
                boolean framing = contest.name().startsWith("framing");
                if (guard && framing) {
                    continue;
                }
                Turns turns = new Turns(guard ? contest.works().subList(0, 2) : contest.works());
                turns.take();
                print(message, contest.name(), turns);
                if (message.equals("request") && !framing) {
                    worst = Math.max(worst, turns.ratio(1));
                }
            }
        }
        return worst;
    }

    private void print(String message, String operation, Turns turns) {
        boolean jackson = turns.sides() > 2;
        print(
                "| %s | %s | %,.0f | %,.0f | **%.2f** | %s | %,.0f | %,.0f | %s |",
                message,
                operation,
                turns.nanos(1),
                turns.nanos(0),
                turns.ratio(1),
                jackson ? String.format(Locale.ROOT, "%,.0f", turns.nanos(2)) : "",
                turns.bytes(1),
                turns.bytes(0),
                jackson ? String.format(Locale.ROOT, "%,.0f", turns.bytes(2)) : "");
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
        contests.add(new Contest("decode typed", List.of(codec::decodeTyped, codec::decodeTypedLimit)));
        contests.add(new Contest("framing, in", List.of(framing::split, framing::splitLimit)));
        contests.add(new Contest("framing, out", List.of(framing::wrap, framing::splitLimit)));
        return contests;
    }

    private void print(String format, Object... args) {
        out.printf(Locale.ROOT, format + "%n", args);
        out.flush();
    }
}
