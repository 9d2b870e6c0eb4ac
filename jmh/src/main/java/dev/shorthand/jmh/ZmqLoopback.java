package dev.shorthand.jmh;

import java.util.Locale;

/**
 * Measures whole calls over ZeroMQ beside raw jeromq that carries the same bytes, in turns within one run, and prints Markdown.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.ZmqLoopback
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.ZmqLoopback 9 0.5
 * }</pre>
 *
 * <p>{@link RawZmq} says what the raw side does. Calls by one sender stand beside both of its ways: where one thread sends and another receives, as they do,
 * and where one thread does all of it.
 */
public final class ZmqLoopback {
    private static final int WARM_UP_ROUNDS = 4;

    private final int rounds;
    private final long roundNanos;

    private ZmqLoopback(int rounds, double seconds) {
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
        new ZmqLoopback(rounds, seconds).run();
    }

    private void run() throws Exception {
        System.out.println("| calls | raw jeromq /s | Shorthand /s | raw time ÷ Shorthand's |\n|---|--:|--:|--:|");
        try (EchoCalls ours = new EchoCalls("zmqserv:tcp://127.0.0.1:0", server -> server.replace("zmqserv:", "zmq:"));
                RawZmq raw = new RawZmq()) {
            warmUp(ours, raw);
            measure("one call at a time", ours::makeOneByOne, until -> raw.make(1, until));
            measure(
                    "64 in flight, each reply sets off the next call",
                    ours::makeChains,
                    until -> raw.make(EchoCalls.IN_FLIGHT, until));
            measure(
                    "64 in flight, sent by one thread and received by another",
                    ours::makeFromOneThread,
                    until -> raw.makeFromSender(EchoCalls.IN_FLIGHT, until));
            measure(
                    "the same beside raw jeromq on one thread",
                    ours::makeFromOneThread,
                    until -> raw.make(EchoCalls.IN_FLIGHT, until));
        }
    }

    // Calls one at a time are too few for the compilers.
    private void warmUp(EchoCalls ours, RawZmq raw) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            rate(ours::makeChains);
            rate(until -> raw.make(EchoCalls.IN_FLIGHT, until));
            rate(until -> raw.makeFromSender(EchoCalls.IN_FLIGHT, until));
        }
    }

    private void measure(String what, EchoCalls.Calls ours, EchoCalls.Calls raw) throws Exception {
        double[] ratios = new double[rounds];
        double[] ourRates = new double[rounds];
        double[] rawRates = new double[rounds];
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            double rawRate = rate(raw);
            double ourRate = rate(ours);
            if (round >= 0) {
                rawRates[round] = rawRate;
                ourRates[round] = ourRate;
                ratios[round] = rawRate / ourRate;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | **%.2f** |%n",
                what,
                Turns.median(rawRates),
                Turns.median(ourRates),
                Turns.median(ratios));
    }

    private double rate(EchoCalls.Calls calls) throws Exception {
        long begin = System.nanoTime();
        long made = calls.make(begin + roundNanos);
        return made * 1e9 / (System.nanoTime() - begin);
    }
}
