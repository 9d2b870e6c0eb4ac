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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that passes no byte any more, and says nothing of it. */
@Timeout(60)
class DeadPeerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Stands between one client and a server, and passes bytes until it is told not to. */
    private static final class Network implements AutoCloseable {
        private final ServerSocket in = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread there;
        private final Thread back;
        private final Socket far;
        private volatile Socket near;
        private volatile boolean dead;

        Network(Endpoint server) throws IOException {
            far = new Socket(
                    "127.0.0.1", Integer.parseInt(server.transports().get(0).replaceAll(".*:", "")));
            there = new Thread(this::acceptAndPass, "network there");
            back = new Thread(() -> pass(far, false), "network back");
            there.start();
        }

        String address() {
            return "127.0.0.1:" + in.getLocalPort();
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

        private void pass(Socket from, boolean toServer) {
            byte[] buffer = new byte[8_192];
            try {
                for (int count = from.getInputStream().read(buffer);
                        count >= 0;
                        count = from.getInputStream().read(buffer)) {
                    if (dead) {
                        closed.await();
                    }
                    (toServer ? far : near).getOutputStream().write(buffer, 0, count);
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

    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();

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

    @Test
    void aCallEndsAtItsDeadlineAndTheConnectionWhenItIsIdleForTooLong() throws Exception {
        Leftovers before = Leftovers.now();
        try (Endpoint server = open("tcpserv:127.0.0.1:0?idle=2s");
                Network network = new Network(server);
                Endpoint client = open("tcp:" + network.address() + "?idle=2s")) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            network.die();
            Promise<Object> hurried =
                    client.callAsync("echo", Params.positional("are you there?"), Duration.ofMillis(200));
            assertThatThrownBy(() -> hurried.result(LONG))
                    .isInstanceOf(DeadlineException.class)
                    .hasMessage("no reply to echo from " + network.address()
                            + " before the deadline; give it more time, or see whether the peer is busy");
            Promise<Object> patient = client.callAsync("hang", Params.absent());
            assertThatThrownBy(() -> patient.result(LONG))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessage(
                            "no reply to hang: the connection to " + network.address()
                                    + " is closed: it was lost (nothing came or went for 2000 ms; idle sets for how long it may)");
            client.awaitEnd();
            // One for each side.
            assertThat(gone.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(gone.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(server.peers()).isEmpty();
        }
        before.assertNothingMore();
    }

    @Test
    void aServerThatClosesDoesNotWaitForSuchAPeer() throws Exception {
        Leftovers before = Leftovers.now();
        try (Endpoint server = open("tcpserv:127.0.0.1:0");
                Network network = new Network(server);
                Endpoint client = open("tcp:" + network.address())) {
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            network.die();
            Promise<Object> unanswered = client.callAsync("hang", Params.absent());
            client.close(Duration.ofMillis(100));
            assertThatThrownBy(unanswered::result).isInstanceOf(DisconnectedException.class);
            server.close(Duration.ofMillis(100));
            assertThat(server.peers()).isEmpty();
        }
        before.assertNothingMore();
    }
}
