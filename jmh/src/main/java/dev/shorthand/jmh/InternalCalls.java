package dev.shorthand.jmh;

import java.util.Locale;

/**
 * Measures whole calls within one process, with objects handed over as they are beside the same calls encoded, in turns within one run, and prints Markdown.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.InternalCalls
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.InternalCalls 9 0.5
 * }</pre>
 */
public final class InternalCalls {
    private static final int WARM_UP_ROUNDS = 4;

    private final int rounds;
    private final long roundNanos;

    private InternalCalls(int rounds, double seconds) {
        this.rounds = rounds;
        this.roundNanos = (long) (seconds * 1e9);
    }

    /**
     * Measures, and prints.
     *
     * @param args rounds, 9 where it is not given, and the seconds of one, 0.5
     * @throws Exception if a call fails
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 0.5;
        new InternalCalls(rounds, seconds).run();
    }

    private static EchoCalls open(String bus, String options) throws Exception {
        return new EchoCalls(
                "internal:" + bus + ":server?" + options, server -> "internal:" + bus + "?to=server&" + options);
    }

    private void run() throws Exception {
        System.out.println(
                "| calls | encoded /s | objects /s | encoded time ÷ objects' | encoded B/call | objects B/call |\n"
                        + "|---|--:|--:|--:|--:|--:|");
        try (EchoCalls encoded = open("encoded", "objects=false");
                EchoCalls objects = open("objects", "objects=true")) {
            measure("one call at a time", encoded::makeOneByOne, objects::makeOneByOne);
            measure("64 in flight, sent by one thread", encoded::makeFromOneThread, objects::makeFromOneThread);
            measure("64 in flight, each reply sets off the next call", encoded::makeChains, objects::makeChains);
            measure("a list of 400 records, one call at a time", encoded::makeLarge, objects::makeLarge);
        }
    }

    private void measure(String what, EchoCalls.Calls encoded, EchoCalls.Calls objects) throws Exception {
        Measured[] sides = {new Measured(encoded, rounds), new Measured(objects, rounds)};
        double[] ratios = new double[rounds];
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Measured side : sides) {
                side.take(Math.max(round, 0), roundNanos);
            }
            ratios[Math.max(round, 0)] = sides[1].rates[Math.max(round, 0)] / sides[0].rates[Math.max(round, 0)];
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | **%.2f** | %,.0f | %,.0f |%n",
                what,
                Turns.median(sides[0].rates),
                Turns.median(sides[1].rates),
                Turns.median(ratios),
                Turns.median(sides[0].bytes),
                Turns.median(sides[1].bytes));
    }

    /** One of the two, with what was measured of it in each round. */
    private static final class Measured {
        final double[] rates;
        final double[] bytes;
        private final EchoCalls.Calls calls;

        Measured(EchoCalls.Calls calls, int rounds) {
            this.calls = calls;
            this.rates = new double[rounds];
            this.bytes = new double[rounds];
        }

        void take(int round, long nanos) throws Exception {
            long allocated = Allocation.total();
            long begin = System.nanoTime();
            long made = calls.make(begin + nanos);
            rates[round] = made * 1e9 / (System.nanoTime() - begin);
            bytes[round] = (double) (Allocation.total() - allocated) / made;
        }
    }
}
