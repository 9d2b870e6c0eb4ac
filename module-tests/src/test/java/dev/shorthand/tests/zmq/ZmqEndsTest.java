package dev.shorthand.tests.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.transport.net.Restart;
import dev.shorthand.transport.zmq.Zmq;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** How connections over ZeroMQ end, and what is left of them. */
@Timeout(60)
class ZmqEndsTest {
    private final BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();

    private Endpoint serve(String options) throws IOException {
        Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("zmqserv:tcp://127.0.0.1:0" + options)
                .onConnect(there::add)
                .onDisconnect(gone::add)
                .open();
        server.dispatcher()
                .add("echo", (params, caller) -> params.value(0))
                .add("never", (params, caller) -> new Promise<Object>());
        return server;
    }

    private static String client(Endpoint server) {
        return server.transports().get(0).replace("zmqserv:", "zmq:");
    }

    private static Endpoint connect(String transport) throws IOException {
        return Endpoint.builder().codec("jrpc").transport(transport).open();
    }

    @Test
    void anEndpointIsClosedByAHandlerWhichIsStillAnswered() throws Exception {
        serverIsClosedByItsHandler();
        Leftovers before = Leftovers.now();
        // The end of the connection comes right behind the reply: which of the two is seen first is a matter of chance.
        for (int i = 0; i < 30; i++) {
            serverIsClosedByItsHandler();
            clientIsClosedByItsHandler();
        }
        before.assertNothingMore();
    }

    private static void serverIsClosedByItsHandler() throws Exception {
        try (Endpoint server = connect("zmqserv:tcp://127.0.0.1:0");
                Endpoint client = connect(client(server))) {
            server.dispatcher().add("stop", (params, caller) -> stop(server));
            assertEquals("stopped", client.call("stop", Params.absent()));
            Wait.until("the client has lost its only peer", () -> client.peers().isEmpty());
        }
    }

    private static void clientIsClosedByItsHandler() throws Exception {
        try (Endpoint server = connect("zmqserv:tcp://127.0.0.1:0");
                Endpoint client = connect(client(server))) {
            server.dispatcher().add("hello", (params, caller) -> "known from now on");
            client.dispatcher().add("stop", (params, caller) -> stop(client));
            client.call("hello", Params.absent());
            assertEquals("stopped", server.peers().iterator().next().call("stop", Params.absent()));
            Wait.until("the server has lost it", () -> server.peers().isEmpty());
        }
    }

    private static String stop(Endpoint endpoint) {
        endpoint.close();
        return "stopped";
    }

    @Test
    void onePeerMoreThanMayConnectIsToldSoAndClosed() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (Endpoint server = serve("?maxConnections=1");
                Endpoint first = connect(client(server));
                Endpoint second = Endpoint.builder()
                        .codec("jrpc")
                        .transport(client(server))
                        .trace((incoming, peer, payload, offset, length) ->
                                heard.add(new String(payload, offset, length, StandardCharsets.UTF_8)))
                        .open()) {
            assertEquals("first", first.call("echo", Params.positional("first")));
            assertThrows(DisconnectedException.class, () -> second.call("echo", Params.positional("second")));
            assertTrue(
                    heard.stream().anyMatch(text -> text.contains("too many connections; try again later")),
                    heard::toString);
            assertEquals("still here", first.call("echo", Params.positional("still here")));
        }
    }

    @Test
    void aPeerThatEndsIsGoneAtOnceAlsoWhileACallOfItIsBeingHandled() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        try (Endpoint server = serve("")) {
            server.dispatcher().add("hang", (params, caller) -> {
                handled.countDown();
                return new Promise<Object>();
            });
            try (Endpoint client = connect(client(server))) {
                client.callAsync("hang", Params.absent());
                assertTrue(handled.await(20, TimeUnit.SECONDS));
            }
            // It can be told nothing any more; a stream's peer would be answered for 30 s.
            assertTrue(gone.poll(20, TimeUnit.SECONDS) != null);
            assertTrue(server.peers().isEmpty());
        }
    }

    @TestFactory
    Stream<DynamicTest> aPeerBehindANetworkThatPassesNothingMoreIsGoneForBothSidesAndComesBack() {
        return Stream.of(0, 1, 2, 3)
                .map(answered -> DynamicTest.dynamicTest(
                        "after " + answered + " answered heartbeats", () -> isGoneAndComesBack(answered)));
    }

    private void isGoneAndComesBack(int answered) throws Exception {
        String beat = "heartbeat=500ms";
        BlockingQueue<Peer> found = new LinkedBlockingQueue<>();
        // Of those who were left by the test before.
        gone.clear();
        try (Endpoint server = serve("?" + beat);
                Network network =
                        new Network(Integer.parseInt(server.transports().get(0).replaceAll(".*:", "")));
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:tcp://127.0.0.1:" + network.port() + "?" + beat)
                        .onConnect(found::add)
                        .open()) {
            assertEquals("hello", client.call("echo", Params.positional("hello")));
            found.take();
            // jeromq could forget to watch after it had been answered, see SocketSettings.
            Wait.until(answered + " heartbeats of each side are answered", () -> network.pongs.get() >= 2 * answered);
            // Before the call, which the server would have in hand: such a peer is gone when it is answered, or after
            // 30 s.
            network.drop();
            Promise<Object> never = client.callAsync("never", Params.absent());
            ExecutionException lost = assertThrows(ExecutionException.class, () -> never.get(20, TimeUnit.SECONDS));
            assertInstanceOf(DisconnectedException.class, lost.getCause());
            assertTrue(gone.poll(20, TimeUnit.SECONDS) != null, "the server has noticed it, too");
            assertTrue(found.poll(20, TimeUnit.SECONDS) != null, "over a new connection it is there again");
            assertEquals("again", client.call("echo", Params.positional("again")));
        }
    }

    /** Passes bytes on between a port of its own and another, until it is told to drop those of the connections that there are. */
    private static final class Network implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
        private final Queue<Socket> dropped = new ConcurrentLinkedQueue<>();

        /** Answers to heartbeats that have passed, in both directions. */
        final AtomicInteger pongs = new AtomicInteger();

        Network(int to) throws IOException {
            start(() -> {
                while (!listening.isClosed()) {
                    Socket near = listening.accept();
                    Socket far = new Socket("127.0.0.1", to);
                    open.add(near);
                    open.add(far);
                    start(() -> pass(near, far));
                    start(() -> pass(far, near));
                }
            });
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            new Thread(() -> {
                        try {
                            work.run();
                        } catch (IOException e) {
                            // It was closed.
                        }
                    })
                    .start();
        }

        private void pass(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] bytes = new byte[8 << 10];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    if (!dropped.contains(from)) {
                        out.write(bytes, 0, count);
                        String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
                        pongs.addAndGet(text.split("PONG", -1).length - 1);
                    }
                }
                if (dropped.contains(from)) {
                    // Not even the end of it gets through.
                    while (!listening.isClosed() && in.read(bytes) >= 0) {}
                }
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        void drop() {
            dropped.addAll(open);
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket each : open) {
                each.close();
            }
        }
    }

    @Test
    void aThousandReconnectsThatFailLeaveNothing() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String address = "tcp://127.0.0.1:" + port;
        CountDownLatch failures = new CountDownLatch(1_000);
        Leftovers before = Leftovers.now();
        try (Endpoint client = Endpoint.builder()
                .codec("jrpc")
                .transport(Restart.of(
                                "zmq:" + address,
                                () -> Zmq.client(address)
                                        .connectTimeout(Duration.ofMillis(1))
                                        .linger(Duration.ZERO)
                                        .open())
                        .interval(Duration.ofMillis(1))
                        .cap(Duration.ofMillis(1))
                        .onState(state -> failures.countDown())
                        .open())
                .open()) {
            assertTrue(failures.await(50, TimeUnit.SECONDS), () -> failures.getCount() + " are left");
            assertTrue(client.peers().isEmpty());
        }
        before.assertNothingMore();
    }
}
