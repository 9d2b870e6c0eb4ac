package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that passes no byte any more, and says nothing of it. */
@DisabledOnOs(OS.WINDOWS) // for the paths of Unix domain sockets
@Timeout(60)
class DeadPeerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Stands between one client and a server, and passes bytes until it is told not to. */
    private static final class Network implements AutoCloseable {
        private final ServerSocketChannel in;
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread there;
        private final Thread back;
        private final SocketChannel far;
        private volatile SocketChannel near;
        private volatile boolean dead;

        Network(SocketAddress server, SocketAddress own) throws IOException {
            in = own instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            in.bind(own);
            far = SocketChannel.open(server);
            there = new Thread(this::acceptAndPass, "network there");
            back = new Thread(() -> pass(far, false), "network back");
            there.start();
        }

        SocketAddress address() throws IOException {
            return in.getLocalAddress();
        }

        private void acceptAndPass() {
            try {
                near = in.accept();
                back.start();
                pass(near, true);
            } catch (IOException e) {
                // The test is over.
                closed.countDown();
            }
        }

        private void pass(SocketChannel from, boolean toServer) {
            ByteBuffer buffer = ByteBuffer.allocate(8_192);
            try {
                while (from.read(buffer) >= 0) {
                    if (dead) {
                        closed.await();
                    }
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        (toServer ? far : near).write(buffer);
                    }
                    buffer.clear();
                }
                closed.await();
            } catch (IOException | InterruptedException e) {
                // The test is over.
                closed.countDown();
            }
        }

        void die() {
            dead = true;
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            in.close();
            far.close();
            if (near != null) {
                near.close();
            }
        }
    }

    @TempDir
    private static Path folder;

    private static Certificates host;

    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        host = Certificates.make(folder, "host", "EC", "ip:127.0.0.1");
    }

    private static String server(String kind) {
        return switch (kind) {
            case "tcp" -> "tcpserv:127.0.0.1:0?backlog=5";
            case "tls" -> "tlsserv:127.0.0.1:0?cert=" + host.certificate + "&key=" + host.key;
            default -> "unixserv:" + folder.resolve("far.sock") + "?backlog=5";
        };
    }

    private static Network network(String kind, Endpoint server) throws IOException {
        String address = server.transports().get(0);
        return kind.equals("unix")
                ? new Network(
                        UnixDomainSocketAddress.of(address.replace("unixserv:", "")),
                        UnixDomainSocketAddress.of(folder.resolve("near.sock")))
                : new Network(
                        new InetSocketAddress("127.0.0.1", Integer.parseInt(address.replaceAll(".*:", ""))),
                        new InetSocketAddress("127.0.0.1", 0));
    }

    /** Returns an expression that goes through the network. */
    private static String client(String kind, Network network) throws IOException {
        return kind.equals("unix")
                ? "unix:" + network.address()
                : kind + ":127.0.0.1:" + ((InetSocketAddress) network.address()).getPort();
    }

    private static String options(String kind) {
        return kind.equals("tls") ? "?trust=" + host.certificate : "?whenFull=wait";
    }

    private Endpoint open(String expression) throws IOException {
        Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(expression)
                .onDisconnect(gone::add)
                .grace(Duration.ZERO)
                .open();
        endpoint.dispatcher().add("echo", (params, caller) -> params.value(0));
        endpoint.dispatcher().add("hang", (params, caller) -> new CompletableFuture<>());
        return endpoint;
    }

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(folder.resolve("near.sock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "unix"})
    void aCallEndsAtItsDeadlineAndTheConnectionWhenItIsIdleForTooLong(String kind) throws Exception {
        // The first time the JDK opens something of its own, which stays.
        closesWithoutWaiting(kind);
        gone.clear();
        Leftovers before = Leftovers.now();
        try (Endpoint server = open(server(kind) + "&idle=2s");
                Network network = network(kind, server);
                Endpoint client = open(client(kind, network) + options(kind) + "&idle=2s")) {
            String name = client.peers().iterator().next().name();
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            network.die();
            Promise<Object> hurried =
                    client.callAsync("echo", Params.positional("are you there?"), Duration.ofMillis(200));
            assertThatThrownBy(() -> hurried.result(LONG))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("no reply to echo from " + name
                            + " before the deadline; give it more time, or see whether the peer is busy");
            Promise<Object> patient = client.callAsync("hang", Params.absent());
            assertThatThrownBy(() -> patient.result(LONG))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessage(
                            "no reply to hang: the connection to " + name
                                    + " is closed: it was lost (nothing came or went for 2000 ms; idle sets for how long it may)");
            client.awaitEnd();
            // One for each side.
            assertThat(gone.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(gone.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(server.peers()).isEmpty();
        }
        before.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "unix"})
    void aServerThatClosesDoesNotWaitForSuchAPeer(String kind) throws Exception {
        closesWithoutWaiting(kind);
        Leftovers before = Leftovers.now();
        closesWithoutWaiting(kind);
        before.assertNothingMore();
    }

    private void closesWithoutWaiting(String kind) throws Exception {
        try (Endpoint server = open(server(kind));
                Network network = network(kind, server);
                Endpoint client = open(client(kind, network) + options(kind))) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            network.die();
            Promise<Object> unanswered = client.callAsync("hang", Params.absent());
            client.close(Duration.ofMillis(100));
            assertThatThrownBy(unanswered::result).isInstanceOf(DisconnectedException.class);
            server.close(Duration.ofMillis(100));
            assertThat(server.peers()).isEmpty();
        }
        forget();
    }
}
