package dev.shorthand.jmh;

import dev.shorthand.kernel.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final int IN_FLIGHT = 64;
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
        try (Ours ours = new Ours();
                Raw raw = new Raw()) {
            measure("one call at a time", ours::makeOneByOne, until -> raw.make(1, until));
            measure(
                    "64 in flight, each reply sets off the next call",
                    ours::makeChains,
                    until -> raw.make(IN_FLIGHT, until));
            measure("64 in flight, sent by one thread", ours::makeFromOneThread, until -> raw.make(IN_FLIGHT, until));
        }
    }

    private void measure(String what, Calls ours, Calls raw) throws Exception {
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
                median(rawRates),
                median(ourRates),
                median(ratios));
    }

    private double rate(Calls calls) throws Exception {
        long begin = System.nanoTime();
        long made = calls.make(begin + roundNanos);
        return made * 1e9 / (System.nanoTime() - begin);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Makes calls until a time on {@link System#nanoTime}, and returns how many. */
    private interface Calls {
        long make(long untilNanos) throws Exception;
    }

    /** Typed calls over the transport. */
    private static final class Ours implements AutoCloseable {
        private static final String TEXT = "x".repeat(64);

        private final Endpoint server;
        private final Endpoint client;

        Ours() throws Exception {
            server = Endpoint.builder()
                    .codec("jrpc")
                    .transport("zmqserv:tcp://127.0.0.1:0")
                    .serve(Echo.class, new EchoHandler())
                    .open();
            client = Endpoint.builder()
                    .codec("jrpc")
                    .transport(server.transports().get(0).replace("zmqserv:", "zmq:"))
                    .open();
        }

        long makeOneByOne(long untilNanos) {
            Echo remote = client.remote(Echo.class);
            long made = 0;
            for (; System.nanoTime() < untilNanos; made++) {
                remote.echo(TEXT, 42, true);
            }
            return made;
        }

        /** As the raw side does: what comes in is answered by the thread that has got it. */
        long makeChains(long untilNanos) throws InterruptedException {
            AsyncEcho remote = client.remote(AsyncEcho.class);
            AtomicLong made = new AtomicLong();
            CountDownLatch ended = new CountDownLatch(IN_FLIGHT);
            for (int i = 0; i < IN_FLIGHT; i++) {
                next(remote, made, ended, untilNanos);
            }
            ended.await();
            return made.get();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // its callback makes the next call
        private static void next(AsyncEcho remote, AtomicLong made, CountDownLatch ended, long untilNanos) {
            remote.echo(TEXT, 42, true).whenComplete((reply, e) -> {
                made.incrementAndGet();
                if (e == null && System.nanoTime() < untilNanos) {
                    next(remote, made, ended, untilNanos);
                } else {
                    ended.countDown();
                }
            });
        }

        @SuppressWarnings("FutureReturnValueIgnored") // its callback gives back the permit
        long makeFromOneThread(long untilNanos) throws InterruptedException {
            AsyncEcho remote = client.remote(AsyncEcho.class);
            Semaphore permits = new Semaphore(IN_FLIGHT);
            long made = 0;
            for (; System.nanoTime() < untilNanos; made++) {
                permits.acquire();
                remote.echo(TEXT, 42, true).whenComplete((reply, e) -> permits.release());
            }
            permits.acquire(IN_FLIGHT);
            return made;
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
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
