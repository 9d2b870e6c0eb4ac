package dev.shorthand.jmh;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures a server with many connections, active ones and idle ones, beside a raw exchange of the same bytes over as many; the server is another process, so
 * that its threads and its memory are its own. Prints Markdown.
 *
 * <pre>{@code
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.Connections
 * java -cp jmh/target/benchmarks.jar dev.shorthand.jmh.Connections --active 1000 --idle 10000
 * }</pre>
 */
public final class Connections {
    private static final String USAGE = """
            Measures calls over many connections beside a raw exchange of the same bytes, in turns.

              --active N    connections that call, one call at a time each; may be repeated (1, 64 and 1000)
              --idle N      connections beside them that do not, after one call each (0, and 10000 beside 1000 from Java 24 on)
              --rounds N    how often each side is measured (5)
              --seconds S   length of a round (1)
            """;

    // What is no part of the result: the first calls, of code that is not compiled yet.
    private static final double WARM_UP_SECONDS = 3;

    private static final String TEXT = "x".repeat(32);

    private final int rounds;
    private final double seconds;

    private Connections(int rounds, double seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /** How many connections call, and how many do not. */
    private record Scene(int active, int idle) {}

    /**
     * Measures, and prints.
     *
     * @param args see {@code --help}
     * @throws Exception if a call fails
     */
    public static void main(String[] args) throws Exception {
        List<Integer> active = new ArrayList<>();
        int idle = -1;
        int rounds = 5;
        double seconds = 1;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                System.out.print(USAGE);
                System.exit(args[i].equals("--help") ? 0 : 2);
            }
            switch (args[i]) {
                case "--active" -> active.add(Integer.parseInt(args[i + 1]));
                case "--idle" -> idle = Integer.parseInt(args[i + 1]);
                case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
                case "--seconds" -> seconds = Double.parseDouble(args[i + 1]);
                default -> {
                    System.err.println("no option " + args[i] + "; there are:\n" + USAGE);
                    System.exit(2);
                }
            }
        }
        new Connections(rounds, seconds).run(scenes(active, idle));
        System.exit(0);
    }

    private static List<Scene> scenes(List<Integer> active, int idle) {
        List<Scene> scenes = new ArrayList<>();
        for (int each : active.isEmpty() ? List.of(1, 64, 1_000) : active) {
            scenes.add(new Scene(each, Math.max(0, idle)));
        }
        if (active.isEmpty() && idle < 0 && Runtime.version().feature() >= 24) {
            scenes.add(new Scene(1_000, 10_000));
        }
        return scenes;
    }

    private void run(List<Scene> scenes) throws Exception {
        print(
                "JDK %s, %d of the machine's cores, %d rounds of %s s, 32 B%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds, seconds);
        print(
                "| active | idle | raw calls/s | Shorthand calls/s | ratio | platform threads of the server | its heap in use |");
        print("|--:|--:|--:|--:|--:|--:|--:|");
        for (Scene scene : scenes) {
            try (Server server = Server.start()) {
                measure(scene, server);
            }
        }
    }

    private void measure(Scene scene, Server server) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (Clients clients = new Clients(server.expression(), scene.active());
                RawClients raw = new RawClients(server.rawPort(), scene.active())) {
            for (int i = 0; i < scene.idle(); i++) {
                idle.add(connectIdly(server.expression()));
            }
            clients.run(WARM_UP_SECONDS);
            raw.run(WARM_UP_SECONDS);
            double[] ours = new double[rounds];
            double[] bare = new double[rounds];
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                bare[i] = raw.run(seconds);
                ours[i] = clients.run(seconds);
                ratios[i] = ours[i] / bare[i];
            }
            for (Socket socket : idle) {
                callIdly(socket); // each still is served
            }
            List<Long> state = clients.state();
            if (state.get(2) != scene.active() + scene.idle()) {
                throw new IllegalStateException("the server has " + state.get(2) + " connections");
            }
            print(
                    "| %,d | %,d | %,.0f | %,.0f | **%.2f** | %,d, at most %,d | %,d MiB |",
                    scene.active(),
                    scene.idle(),
                    Turns.median(bare),
                    Turns.median(ours),
                    Turns.median(ratios),
                    state.get(0),
                    state.get(1),
                    state.get(3) >> 20);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static Socket connectIdly(String expression) throws IOException {
        int port = Integer.parseInt(expression.substring(expression.lastIndexOf(':') + 1));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        callIdly(socket);
        return socket;
    }

    private static void callIdly(Socket socket) throws IOException {
        socket.getOutputStream().write(request());
        byte[] reply = reply();
        if (!Arrays.equals(reply, socket.getInputStream().readNBytes(reply.length))) {
            throw new IOException("an idle connection was not answered");
        }
    }

    private static byte[] request() {
        return Contest.frame(
                new Call(Id.of(1_000_000), "echo", Params.named(Contest.NAMES, new Object[] {TEXT, 42, true})));
    }

    private static byte[] reply() {
        return Contest.frame(new Reply(Id.of(1_000_000), TEXT));
    }

    private static void print(String format, Object... args) {
        System.out.printf(Locale.ROOT, format + "%n", args);
        System.out.flush();
    }

    /** The server's process. */
    private record Server(Process process, String expression, int rawPort) implements AutoCloseable {
        static Server start() throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ConnectionsServer.class.getName(),
                            Integer.toString(request().length),
                            Integer.toString(reply().length))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return new Server(process, String.valueOf(lines.readLine()), Integer.parseInt(lines.readLine()));
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            process.onExit().join();
        }
    }

    /** Shorthand's clients: one endpoint with many connections, each of which makes a call when it has the reply to the last. */
    private static final class Clients implements AutoCloseable {
        private final Endpoint endpoint;
        private final List<AsyncEcho> remotes = new ArrayList<>();
        private volatile @Nullable Throwable failure;

        Clients(String expression, int connections) throws IOException {
            EndpointBuilder builder = Endpoint.builder().codec("jrpc");
            for (int i = 0; i < connections; i++) {
                builder.transport(expression);
            }
            endpoint = builder.open();
            for (Peer peer : endpoint.peers()) {
                remotes.add(peer.remote(AsyncEcho.class));
            }
        }

        double run(double seconds) throws InterruptedException {
            AtomicLong made = new AtomicLong();
            CountDownLatch ended = new CountDownLatch(remotes.size());
            long begin = System.nanoTime();
            long until = begin + (long) (seconds * 1e9);
            for (AsyncEcho remote : remotes) {
                next(remote, made, ended, until);
            }
            ended.await();
            if (failure != null) {
                throw new IllegalStateException("a call failed", failure);
            }
            return made.get() * 1e9 / (System.nanoTime() - begin);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes of the call is looked at in its callback
        private void next(AsyncEcho remote, AtomicLong made, CountDownLatch ended, long until) {
            remote.echo(TEXT, 42, true).whenComplete((reply, e) -> {
                made.incrementAndGet();
                if (e == null && System.nanoTime() < until) {
                    next(remote, made, ended, until);
                } else {
                    failure = e == null ? failure : e;
                    ended.countDown();
                }
            });
        }

        List<Long> state() {
            return endpoint.peers()
                    .iterator()
                    .next()
                    .remote(ConnectionsServer.Self.class)
                    .state();
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }

    /** Bare sockets that do the same, each by a thread of its own. */
    private static final class RawClients implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();
        private final ExecutorService threads = ConnectionsServer.threadForEach();
        private final byte[] request = request();
        private volatile @Nullable IOException failure;

        RawClients(int port, int connections) throws IOException {
            for (int i = 0; i < connections; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                sockets.add(socket);
            }
        }

        double run(double seconds) throws InterruptedException {
            AtomicLong made = new AtomicLong();
            CountDownLatch ended = new CountDownLatch(sockets.size());
            long begin = System.nanoTime();
            long until = begin + (long) (seconds * 1e9);
            for (Socket socket : sockets) {
                threads.execute(() -> {
                    try {
                        made.addAndGet(exchange(socket, until));
                    } catch (IOException e) {
                        failure = e;
                    } finally {
                        ended.countDown();
                    }
                });
            }
            ended.await();
            if (failure != null) {
                throw new IllegalStateException("an exchange failed", failure);
            }
            return made.get() * 1e9 / (System.nanoTime() - begin);
        }

        private long exchange(Socket socket, long until) throws IOException {
            byte[] buffer = new byte[reply().length];
            long made = 0;
            do {
                socket.getOutputStream().write(request);
                if (socket.getInputStream().readNBytes(buffer, 0, buffer.length) < buffer.length) {
                    throw new IOException("the raw server closed the connection");
                }
                made++;
            } while (System.nanoTime() < until);
            return made;
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
            threads.shutdownNow();
        }
    }
}
