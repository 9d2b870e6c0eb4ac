package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.tck.LineCodec;
import dev.shorthand.transport.net.SocketKinds.Stranger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of those who send to a peer that does not read, and of that peer. */
@Timeout(60)
class WhenFullTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    // Closing a peer takes a moment: TLS would say goodbye to it.
    private static final Duration LONG = Duration.ofSeconds(20);

    // Some of these fill the buffers of the operating system, too.
    private static final String LARGE = "x".repeat(100_000);
    private static final int MANY = 400;

    @TempDir
    private static Path folder;

    private static SocketKinds kinds;

    private final BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        kinds = new SocketKinds(folder);
    }

    private Endpoint serve(String kind, String options, Duration timeout) throws IOException {
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport(kinds.server(kind) + "&maxQueued=4MiB" + options)
                .onConnect(connected::add)
                .onDisconnect(gone::add)
                .timeout(timeout)
                .grace(Duration.ZERO)
                .open();
    }

    private static Peer next(BlockingQueue<Peer> peers) throws InterruptedException {
        Peer peer = peers.poll(20, TimeUnit.SECONDS);
        assertThat(peer).isNotNull();
        return peer;
    }

    private static void flood(Peer peer) {
        for (int i = 0; i < MANY; i++) {
            peer.notify("news", Params.positional(LARGE));
        }
    }

    @SocketKinds.Each
    void itsSenderWaitsUntilItsDeadline(String kind) throws Exception {
        try (Endpoint server = serve(kind, "", PATIENCE);
                Stranger deaf = kinds.stranger(kind, server)) {
            Peer peer = next(connected);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> flood(peer))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessageMatching("\\d+ bytes wait to be sent to " + deaf.name()
                            + ", which does not read them; send less at once, or raise maxQueued, which is 4194304");
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(PATIENCE.toNanos());
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @SocketKinds.Each
    void itsSenderFailsAtOnceWhereThatIsChosen(String kind) throws Exception {
        try (Endpoint server = serve(kind, "&whenFull=fail", LONG);
                Stranger deaf = kinds.stranger(kind, server)) {
            Peer peer = next(connected);
            assertThatThrownBy(() -> flood(peer))
                    .isInstanceOf(LimitException.class)
                    .hasMessageMatching(deaf.name()
                            + ": \\d+ bytes wait to be sent to it, and it does not read;"
                            + " send less at once, raise maxQueued, or have senders wait with whenFull=wait");
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @SocketKinds.Each
    void itIsDroppedWhereThatIsChosen(String kind) throws Exception {
        try (Endpoint server = serve(kind, "&whenFull=drop", LONG);
                Stranger deaf = kinds.stranger(kind, server)) {
            Peer peer = next(connected);
            assertThatThrownBy(() -> flood(peer)).isInstanceOf(DisconnectedException.class);
            assertThat(next(gone)).isEqualTo(peer);
            assertThat(peer.disconnection().orElseThrow())
                    .hasMessageMatching("the connection to " + deaf.name()
                            + " is closed: it was lost \\(\\d+ bytes wait to be sent to it, and it does not read;"
                            + " whenFull says that it is dropped for that\\)");
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, wait", "tcp, fail", "tcp, drop", "tls, drop", "unix, fail"})
    void theOtherPeersGetWhatIsSentToAllWhateverIsChosen(String kind, String choice) throws Exception {
        assumeThat(kind).isIn(SocketKinds.all().toList());
        // So many are on their way to those that read: no more than they can take, however busy the machine is.
        Semaphore onTheirWay = new Semaphore(3 * 10);
        List<Endpoint> readers = new ArrayList<>();
        try (Endpoint server = serve(kind, "&whenFull=" + choice, PATIENCE);
                Stranger deaf = kinds.stranger(kind, server)) {
            Peer slow = next(connected);
            for (int i = 0; i < 3; i++) {
                Endpoint reader = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(kinds.client(kind, server))
                        .grace(Duration.ZERO)
                        .open();
                readers.add(reader);
                reader.dispatcher().add("news", (params, caller) -> {
                    onTheirWay.release();
                    return null;
                });
                next(connected);
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(onTheirWay.tryAcquire(3, 20, TimeUnit.SECONDS)).isTrue();
                server.notify("news", Params.positional(LARGE));
            }
            assertThat(onTheirWay.tryAcquire(3 * 10, 20, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.name()).matches(deaf.name());
            if (choice.equals("drop")) {
                assertThat(next(gone)).isEqualTo(slow);
            } else {
                assertThat(slow.isConnected()).isTrue();
            }
        } finally {
            readers.forEach(Endpoint::close);
        }
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> Plugins.installed().transport("tcp:h:1?whenFull=block", Limits.defaults()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("whenFull is \"block\"; give wait, fail or drop; in \"tcp:h:1?whenFull=block\"");
    }
}
