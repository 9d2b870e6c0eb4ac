package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.LineCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections that say nothing, with sockets that make ZeroMQ's handshake by hand. */
@Timeout(60)
class ZmqSilenceTest {
    private final BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();

    /** A DEALER that makes its handshake (ZMTP 3.0, RFC 23) and sends nothing. */
    private static final class Silent implements AutoCloseable {
        private static final int GREETING = 64;
        private static final String READY = "\u0004\u001c\u0005READY\u000bSocket-Type\0\0\0\u0006DEALER";

        private final Socket socket;
        private final DataInputStream in;

        Silent(Endpoint server) throws IOException {
            URI address = URI.create(addressOf(server));
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
        }

        /** Returns whether the server has made the handshake, rather than ended the connection. */
        boolean isTaken() throws IOException {
            byte[] greeting = new byte[GREETING];
            greeting[0] = (byte) 0xff;
            greeting[9] = 0x7f;
            greeting[10] = 3;
            System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
            try {
                socket.getOutputStream().write(greeting);
                in.readFully(new byte[GREETING]);
                socket.getOutputStream().write(READY.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(in.readByte()).as("a command").isEqualTo((byte) 4);
                in.readFully(new byte[in.readUnsignedByte()]);
                return true;
            } catch (EOFException | SocketException e) {
                return false;
            }
        }

        /** Sends a message of one byte, behind the empty delimiter. */
        void speak() throws IOException {
            socket.getOutputStream().write(new byte[] {1, 0, 0, 1, 'x'});
        }

        /** Waits for the server to end the connection. */
        void awaitEnd() throws IOException {
            assertThat(in.readAllBytes()).isEmpty();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Endpoint serve(Transport transport) throws IOException {
        Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(transport)
                .onConnect(there::add)
                .onDisconnect(gone::add)
                .open();
        server.dispatcher().add("echo", (params, caller) -> params.value(0));
        return server;
    }

    private static String addressOf(Endpoint server) {
        return server.transports().get(0).substring("zmqserv:".length());
    }

    private static Endpoint connect(Endpoint server) throws IOException {
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport("zmq:" + addressOf(server))
                .open();
    }

    private static void call(Endpoint client) {
        assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
    }

    @Test
    void aConnectionWithoutAMessageIsClosedAfterFirstFrameAndOneThatHasSentOneIsNot() throws Exception {
        try (Endpoint server = serve(Zmq.server("tcp://127.0.0.1:0")
                        .firstFrame(Duration.ofMillis(300))
                        .open());
                Endpoint client = connect(server)) {
            call(client);
            for (int i = 0; i < 3; i++) {
                try (Silent silent = new Silent(server)) {
                    assertThat(silent.isTaken()).isTrue();
                    silent.awaitEnd();
                }
            }
            call(client);
            assertThat(there).hasSize(1);
            assertThat(gone).isEmpty();
        }
    }

    @Test
    void aHundredMoreMayBeSilentThanThereMayBePeers() throws Exception {
        List<Silent> silent = new ArrayList<>();
        try (Endpoint server =
                serve(Plugins.installed().transport("zmqserv:tcp://127.0.0.1:0?maxConnections=2", Limits.defaults()))) {
            for (int i = 0; i < 102; i++) {
                silent.add(new Silent(server));
                assertThat(silent.get(i).isTaken()).isTrue();
            }
            try (Silent more = new Silent(server)) {
                assertThat(more.isTaken()).isFalse();
            }
            silent.get(1).close();
            // There is room again, as soon as the server has seen that.
            boolean taken = false;
            while (!taken) {
                try (Silent next = new Silent(server)) {
                    taken = next.isTaken();
                }
            }
            assertThat(there).isEmpty();
            silent.get(0).speak();
            assertThat(there.poll(20, TimeUnit.SECONDS)).isNotNull();
        } finally {
            for (Silent each : silent) {
                each.close();
            }
        }
    }

    @Test
    void aPeerOverWhichNothingGoesIsToldToGoAfterIdleAndABusyOneIsNot() throws Exception {
        idleEndsTheOther((client, peer) -> call(client));
    }

    @Test
    void aPeerThatOnlyListensIsNotIdleWhileItIsSentSomething() throws Exception {
        idleEndsTheOther((client, peer) -> peer.notify("news", Params.absent()));
    }

    /** Uses the connection of one of two clients until the other one's is ended, and checks that it is that one, and why. */
    private void idleEndsTheOther(BiConsumer<Endpoint, Peer> use) throws Exception {
        try (Endpoint server = serve(Zmq.server("tcp://127.0.0.1:0")
                        .idle(Duration.ofMillis(500))
                        .open());
                Endpoint used = connect(server);
                Endpoint quiet = connect(server)) {
            call(used);
            Peer first = there.poll(20, TimeUnit.SECONDS);
            call(quiet);
            Peer second = there.poll(20, TimeUnit.SECONDS);
            Peer left = null;
            while (left == null) {
                use.accept(used, first);
                left = gone.poll(20, TimeUnit.MILLISECONDS);
            }
            assertThat(left).isEqualTo(second);
            assertThat(left.disconnection().orElseThrow().getMessage())
                    .contains("nothing came or went for 500 ms; idle sets for how long it may");
            assertThat(first.isConnected()).isTrue();
        }
    }
}
