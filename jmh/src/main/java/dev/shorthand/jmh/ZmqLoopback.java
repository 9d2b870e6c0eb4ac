package dev.shorthand.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZMQ;

/**
 * Measures whole calls over ZeroMQ beside raw jeromq that carries the same bytes, in turns within one run, and prints Markdown.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.ZmqLoopback
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.ZmqLoopback 9 0.5
 * }</pre>
 *
 * <p>The raw side has a DEALER driven by the thread that measures, and a ROUTER driven by one of its own, which sends each message back: no codec, no
 * dispatch, nothing but jeromq.
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
                Raw raw = new Raw()) {
            warmUp(ours, raw);
            measure("one call at a time", ours::makeOneByOne, until -> raw.make(1, until));
            measure(
                    "64 in flight, each reply sets off the next call",
                    ours::makeChains,
                    until -> raw.make(EchoCalls.IN_FLIGHT, until));
            measure(
                    "64 in flight, sent by one thread",
                    ours::makeFromOneThread,
                    until -> raw.make(EchoCalls.IN_FLIGHT, until));
        }
    }

    // Calls one at a time are too few for the compilers.
    private void warmUp(EchoCalls ours, Raw raw) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            rate(ours::makeChains);
            rate(until -> raw.make(EchoCalls.IN_FLIGHT, until));
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

    /** The bytes of such a call, there and back. */
    private static final class Raw implements AutoCloseable {
        private static final byte[] BYTES = ("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"text\":\""
                        + "x".repeat(64) + "\",\"number\":42,\"flag\":true},\"id\":123456}")
                .getBytes(StandardCharsets.UTF_8);

        private final Ctx serving = ZMQ.init(1);
        private final Ctx calling = ZMQ.init(1);
        private final SocketBase dealer;

        Raw() {
            SocketBase router = serving.createSocket(ZMQ.ZMQ_ROUTER);
            router.bind("tcp://127.0.0.1:0");
            String endpoint = (String) router.getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT);
            dealer = calling.createSocket(ZMQ.ZMQ_DEALER);
            dealer.setSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL, 2_000);
            dealer.connect(endpoint);
            new Thread(() -> echo(router), "raw echo").start();
        }

        private static void echo(SocketBase router) {
            // Null when the context ends.
            for (Msg part = router.recv(0); part != null; part = router.recv(0)) {
                router.send(new Msg(part.data()), part.hasMore() ? ZMQ.ZMQ_SNDMORE : 0);
            }
            router.setSocketOpt(ZMQ.ZMQ_LINGER, 0);
            router.close();
        }

        long make(int inFlight, long untilNanos) {
            for (int i = 0; i < inFlight; i++) {
                send();
            }
            long made = 0;
            for (; System.nanoTime() < untilNanos; made++) {
                receive();
                send();
            }
            for (int i = 0; i < inFlight; i++) {
                receive();
            }
            return made + inFlight;
        }

        private void send() {
            dealer.send(new Msg(), ZMQ.ZMQ_SNDMORE);
            dealer.send(new Msg(BYTES.clone()), 0);
        }

        private void receive() {
            Msg part;
            do {
                part = dealer.recv(0);
            } while (part.hasMore());
        }

        @Override
        public void close() {
            dealer.setSocketOpt(ZMQ.ZMQ_LINGER, 0);
            dealer.close();
            calling.terminate();
            // Ends when the echo's thread has closed its socket.
            serving.terminate();
        }
    }
}
