package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.tck.LineCodec;
import dev.shorthand.transport.net.SocketKinds.Stranger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all socket transports let one set on their connections. */
@Timeout(60)
class LinkOptionsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static SocketKinds kinds;

    @BeforeAll
    static void makeCertificates() throws Exception {
        kinds = new SocketKinds(folder);
    }

    private static Endpoint open(String expression) throws IOException {
        Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(expression)
                .grace(Duration.ZERO)
                .open();
        endpoint.dispatcher().add("echo", (params, caller) -> params.value(0));
        endpoint.dispatcher().add("hang", (params, caller) -> new CompletableFuture<>());
        return endpoint;
    }

    private static String clientOf(Endpoint server) {
        return server.transports().get(0).replaceFirst("serv:", ":");
    }

    private static ServerSocket stranger() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        server.setSoTimeout((int) LONG.toMillis());
        return server;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tcp:h:1?idle=0s | idle is PT0S; give a time from 1 ms to 24 days; in "tcp:h:1?idle=0s"
            unixserv:x?firstFrame=0s | firstFrame is PT0S; give a time from 1 ms to 24 days; in "unixserv:x?firstFrame=0s"
            unix:x?idle=600h | idle is PT600H; give a time from 1 ms to 24 days; in "unix:x?idle=600h"
            tcpserv::0?keepAliveAfter=1s | keepAliveAfter is given without keepAliveBytes; say which bytes to send, for example keepAliveBytes=00; in "tcpserv::0?keepAliveAfter=1s"
            tcpserv::0?keepAliveBytes=0 | keepAliveBytes is "0"; give two hexadecimal digits for each byte, for example 00 for a NUL or 0a for a newline; in "tcpserv::0?keepAliveBytes=0"
            tls:h:1?keepAliveBytes=00&keepAliveAfter=0s | keepAliveAfter is PT0S; give a time from 1 ms to 24 days; in "tls:h:1?keepAliveBytes=00&keepAliveAfter=0s"
            tcp:h:1?keepAliveIdle=0s | keepAliveIdle is PT0S; give whole seconds, from 1 s to 32767 s; in "tcp:h:1?keepAliveIdle=0s"
            tcp:h:1?keepAliveInterval=1500ms | keepAliveInterval is PT1.5S; give whole seconds, from 1 s to 32767 s; in "tcp:h:1?keepAliveInterval=1500ms"
            tcp:h:1?keepAliveCount=0 | keepAliveCount is 0; give a number from 1 to 127; in "tcp:h:1?keepAliveCount=0"
            """)
    void namesWhatIsWrongInAnOptionAndTheMend(String expression, String message) {
        assertThatThrownBy(() -> Plugins.installed().transport(expression, Limits.defaults()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @SocketKinds.Each
    void aConnectionThatIsIdleForTooLongIsClosedWithTheReason(String kind) throws Exception {
        try (Endpoint server = open(kinds.server(kind));
                Endpoint client = open(kinds.client(kind, server) + "&idle=1s")) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            Promise<Object> hanging = client.callAsync("hang", Params.absent());
            assertThatThrownBy(() -> hanging.result(LONG))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageEndingWith(
                            "it was lost (nothing came or went for 1000 ms; idle sets for how long it may)");
            client.awaitEnd();
        }
    }

    @SocketKinds.Each
    void aServerClosesThoseOfItsConnectionsThatAreIdle(String kind) throws Exception {
        try (Endpoint server = open(kinds.server(kind) + "&idle=300ms");
                Endpoint busy = open(kinds.client(kind, server));
                Stranger silent = kinds.stranger(kind, server)) {
            CompletableFuture<byte[]> end = silent.receive(1);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (!end.isDone() && System.nanoTime() < deadline) {
                assertThat(busy.call("echo", Params.positional("busy"))).isEqualTo("busy");
            }
            assertThat(end).isCompletedWithValueMatching(bytes -> bytes.length == 0);
            assertThat(busy.call("echo", Params.positional("still"))).isEqualTo("still");
        }
    }

    @SocketKinds.Each
    void aPeerThatSendsNoWholeMessageInTimeIsClosedWithTheReason(String kind) throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(kinds.server(kind) + "&firstFrame=1s")
                        .onDisconnect(gone::add)
                        .open();
                Endpoint speaks = open(kinds.client(kind, server))) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            assertThat(speaks.call("echo", Params.positional("hello"))).isEqualTo("hello");
            try (Stranger mute = kinds.stranger(kind, server)) {
                // Some bytes are no message, and do not help.
                mute.out().write("call 1".getBytes(StandardCharsets.UTF_8));
                assertThat(mute.receive(1).get(20, TimeUnit.SECONDS)).isEmpty();
                Peer closed = gone.poll(20, TimeUnit.SECONDS);
                assertThat(closed.name()).matches(mute.name());
                assertThat(closed.disconnection().orElseThrow())
                        .hasMessage("the connection to " + closed.name()
                                + " is closed: it was lost (it sent no whole message within 1000 ms;"
                                + " does it speak the same codec? firstFrame sets how long it may take)");
            }
            assertThat(speaks.call("echo", Params.positional("still"))).isEqualTo("still");
        }
    }

    @Test
    void oneThatIsLookedForWithinAnotherTransportIsKeptWhenItSpeaks() throws Exception {
        try (Endpoint server = open("restart:10:(tcpserv:127.0.0.1:0?firstFrame=1s)");
                Endpoint speaks =
                        open(server.transports().get(0).replaceAll(".*\\(tcpserv(:.*)\\)", "tcp$1?idle=2s"))) {
            Promise<Object> hanging = speaks.callAsync("hang", Params.absent());
            // Its own idle time ends it, which is longer.
            assertThatThrownBy(() -> hanging.result(LONG)).hasMessageContaining("nothing came or went for 2000 ms");
        }
    }

    @Test
    void whatKeepsAConnectionAliveIsSentByAClientAgainAndAgain() throws Exception {
        try (ServerSocket server = stranger();
                Endpoint client = open(
                        "tcp:127.0.0.1:" + server.getLocalPort() + "?keepAliveBytes=0a&keepAliveAfter=20ms&idle=10m");
                Socket accepted = server.accept()) {
            assertThat(client.peers()).hasSize(1);
            assertThat(accepted.getInputStream().readNBytes(5)).containsExactly('\n', '\n', '\n', '\n', '\n');
        }
    }

    @SocketKinds.Each
    void whatKeepsAConnectionAliveIsSentByAServerAgainAndAgain(String kind) throws Exception {
        try (Endpoint server = open(kinds.server(kind) + "&keepAliveBytes=0a00&keepAliveAfter=20ms");
                Stranger silent = kinds.stranger(kind, server)) {
            assertThat(silent.receive(6).get(20, TimeUnit.SECONDS)).containsExactly('\n', 0, '\n', 0, '\n', 0);
            assertThat(server.peers()).hasSize(1);
        }
    }

    @SocketKinds.Each
    void whatKeepsAConnectionAliveIsSentByEachKindOfClient(String kind) throws Exception {
        // A notification, so that the server notices.
        String bytes = HexFormat.of().formatHex("call - \"alive [ ] \n".getBytes(StandardCharsets.UTF_8));
        Semaphore alive = new Semaphore(0);
        try (Endpoint server = open(kinds.server(kind))) {
            server.dispatcher().add("alive", (params, caller) -> {
                alive.release();
                return null;
            });
            try (Endpoint client = open(kinds.client(kind, server) + "&keepAliveAfter=20ms&keepAliveBytes=" + bytes)) {
                assertThat(alive.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
                assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            }
        }
    }

    @SocketKinds.Each
    void whatKeepsAConnectionAliveDisturbsNoCalls(String kind) throws Exception {
        try (Endpoint server = open(kinds.server(kind) + "&keepAliveBytes=0a&keepAliveAfter=1ms");
                Endpoint client = open(kinds.client(kind, server) + "&keepAliveBytes=0a&keepAliveAfter=1ms&idle=10s")) {
            String large = "x".repeat(100_000);
            for (int i = 0; i < 300; i++) {
                assertThat(client.call("echo", Params.positional(large + i))).isEqualTo(large + i);
            }
            assertThat(client.peers().iterator().next().droppedReplies()).isZero();
        }
    }

    @Test
    void aPeerThatTakesNotEvenThatIsGivenUp() throws Exception {
        try (ServerSocket deaf = stranger();
                SocketChannel full =
                        SocketChannel.open(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()))) {
            full.configureBlocking(false);
            ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
            // What went in at last may be taken by the other side's buffer yet.
            for (int idle = 0; idle < 100; idle++) {
                while (full.write(bytes.clear()) > 0) {
                    idle = 0;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            full.configureBlocking(true);
            StreamLink link = Tcp.client("deaf", 1)
                    .keepAliveBytes(new byte[1], Duration.ofMillis(50))
                    .links()
                    .watch(new SocketLink(full.socket(), "deaf:1"));
            assertThatThrownBy(() -> link.read(new byte[1], 0, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "it took no byte for 1000 ms that would keep it alive; is it still there? keepAliveAfter sets the time");
            link.close();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theTimesOfTcpKeepaliveAreThoseGiven() throws Exception {
        try (Socket socket = new Socket()) {
            SocketOptions.DEFAULTS
                    .withKeepAlive(Duration.ofSeconds(30), Duration.ofSeconds(5), 3)
                    .applyTo(socket);
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(5);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
        try (Endpoint server = open("tcpserv:127.0.0.1:0?keepAliveCount=3");
                Endpoint client = open(clientOf(server) + "?keepAliveIdle=30s&keepAliveInterval=5s")) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
        }
    }
}
