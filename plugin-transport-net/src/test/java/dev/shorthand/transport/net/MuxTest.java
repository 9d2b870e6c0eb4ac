package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code mux} promises beyond the contract. */
@Timeout(60)
class MuxTest {
    private static Endpoint client(String expression) throws IOException {
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport(expression)
                .open();
    }

    private static String clientOf(Transport server) {
        return server.expression().replace("tcpserv", "tcp");
    }

    @Test
    void transportsComeAndGoWhileItRuns() throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        Transport first = Tcp.server("127.0.0.1", 0).open();
        Transport second = Tcp.server("127.0.0.1", 0).open();
        Mux mux = Mux.of(first);
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(mux)
                .onDisconnect(gone::add)
                .open()) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            mux.add(second);
            assertThat(server.transports())
                    .containsExactly("mux:(" + first.expression() + ")(" + second.expression() + ")");
            try (Endpoint one = client(clientOf(first));
                    Endpoint two = client(clientOf(second))) {
                assertThat(one.call("echo", Params.positional(1L))).isEqualTo(1L);
                assertThat(two.call("echo", Params.positional(2L))).isEqualTo(2L);
                mux.remove(first);
                assertThat(gone.poll(20, TimeUnit.SECONDS)).isNotNull();
                assertThatThrownBy(() -> one.call("echo", Params.positional(1L)))
                        .isInstanceOf(DisconnectedException.class);
                assertThat(two.call("echo", Params.positional(3L))).isEqualTo(3L);
                assertThatThrownBy(() -> client(clientOf(first))).isInstanceOf(ConnectException.class);
            }
        }
        assertThatThrownBy(() -> mux.add(second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed; open another transport");
    }

    @Test
    void whereOneCannotBeOpenedAllThatFailedAreListedAndNoneIsLeftOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                free = probe.getLocalPort();
            }
            String expression = "mux:(tcpserv:127.0.0.1:" + free + ")(tcpserv:127.0.0.1:" + taken.getLocalPort()
                    + ")(tcpserv:127.0.0.1:" + other.getLocalPort() + ")";
            assertThatThrownBy(() -> Plugins.installed().transport(expression, Limits.defaults()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot open " + expression)
                    .hasMessageContainingAll(
                            "port " + taken.getLocalPort() + " is in use",
                            "; and ",
                            "port " + other.getLocalPort() + " is in use");
            try (Transport again = Tcp.server("127.0.0.1", free).open()) {
                assertThat(again.isServer()).isTrue();
            }
        }
    }

    @Test
    void whereOneCannotBeStartedNoneIs() throws Exception {
        Transport good = Tcp.server("127.0.0.1", 0).open();
        Transport closed = Tcp.server("127.0.0.1", 0).open();
        Transport another = Tcp.server("127.0.0.1", 0).open();
        closed.close();
        another.close();
        assertThatThrownBy(() -> Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(Mux.of(closed, good, another))
                        .open())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "cannot start mux:(", closed.expression() + " is closed", another.expression() + " is closed");
        assertThatThrownBy(() -> client(clientOf(good))).isInstanceOf(ConnectException.class);
    }

    @Test
    void aClientAndAServerInOneAreAServer() throws Exception {
        Transport server = Tcp.server("127.0.0.1", 0).open();
        try (Transport mux = Plugins.installed()
                .transport(
                        "mux:(tcpserv:127.0.0.1:0?backlog=5)(mux:(" + clientOf(server) + "?noDelay=false))",
                        Limits.defaults())) {
            assertThat(mux.isServer()).isTrue();
            assertThat(mux.expression()).matches("mux:\\(tcpserv:127.0.0.1:\\d+\\)\\(mux:\\(tcp:127.0.0.1:\\d+\\)\\)");
        } finally {
            server.close();
        }
    }

    @Test
    void aLimitOfOneOfThemIsRefusedWithWhereItBelongs() {
        assertThatThrownBy(() -> client("mux:(tcpserv:127.0.0.1:0?backlog=5&maxConnections=1)(tcpserv:127.0.0.1:0)"))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("maxConnections=1 stands in the parentheses of"
                        + " \"mux:(tcpserv:127.0.0.1:0?backlog=5&maxConnections=1)(tcpserv:127.0.0.1:0)\","
                        + " and limits hold for the whole endpoint;"
                        + " write it behind the outer expression, mux:…?maxConnections=1");
        // One that says what holds anyway is no mistake.
        assertThatCode(() -> client("mux:(tcpserv:127.0.0.1:0?maxConnections=1)?maxConnections=1")
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void aLimitBehindTheOuterExpressionHoldsForAllOfThem() throws Exception {
        try (Endpoint server = client("mux:(tcpserv:127.0.0.1:0)(tcpserv:127.0.0.1:0)?maxConnections=1")) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            String[] addresses = server.transports()
                    .get(0)
                    .replaceAll("mux:\\(tcpserv(.*)\\)\\(tcpserv(.*)\\)", "tcp$1 tcp$2")
                    .split(" ");
            try (Endpoint one = client(addresses[0])) {
                assertThat(one.call("echo", Params.positional(1L))).isEqualTo(1L);
                try (Endpoint two = client(addresses[1])) {
                    assertThatThrownBy(() -> two.call("echo", Params.positional(2L)))
                            .isInstanceOf(DisconnectedException.class);
                }
                assertThat(server.peers()).hasSize(1);
                assertThat(one.call("echo", Params.positional(3L))).isEqualTo(3L);
            }
        }
    }
}
