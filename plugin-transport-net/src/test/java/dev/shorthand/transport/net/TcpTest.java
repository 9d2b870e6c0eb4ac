package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTest {
    private static final LinkOptions NOT_WATCHED = Tcp.server("", 0).links();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tcp:localhost | port missing at character 13 of "tcp:localhost"; write tcp:host:port, for example tcp:localhost:8888
            tcp: | host missing at character 4 of "tcp:"; write tcp:host:port, for example tcp:localhost:8888
            tcp::8888 | host missing at character 4 of "tcp::8888"; write tcp:host:port, for example tcp:localhost:8888
            tcp:h:http | port "http" is not a number from 1 to 65535 at character 6 of "tcp:h:http"; write tcp:host:port, for example tcp:localhost:8888
            tcp:h:0 | port "0" is not a number from 1 to 65535 at character 6 of "tcp:h:0"; write tcp:host:port, for example tcp:localhost:8888
            tcpserv:h:65536 | port "65536" is not a number from 0 to 65535 at character 10 of "tcpserv:h:65536"; write tcpserv:interface:port, for example tcpserv:127.0.0.1:8888
            tcpserv:127.0.0.1 | port missing at character 17 of "tcpserv:127.0.0.1"; write tcpserv:interface:port, for example tcpserv:127.0.0.1:8888
            tcp:::1:88 | one colon too many at character 5 of "tcp:::1:88"; write tcp:host:port, for example tcp:localhost:8888; an IPv6 address stands in brackets, for example [::1]
            tcp:[::1:88 | a bracket is not closed at character 11 of "tcp:[::1:88"; write an IPv6 address in brackets, for example [::1]
            tcp:h:1?connectTimeout=0s | connectTimeout is PT0S; give a time from 1 ms to 24 days; in "tcp:h:1?connectTimeout=0s"
            tcpserv::0?backlog=0 | backlog is 0; give a number from 1 up; in "tcpserv::0?backlog=0"
            """)
    void namesWhatIsWrongInAnExpressionAndTheMend(String expression, String message) {
        assertThatThrownBy(() -> open(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void namesTheServerThatRefuses(String kind) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> open(kind + ":localhost:" + port))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "connection refused by localhost:" + port + "; is the server running and is the port right?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void namesAHostThatIsUnknown(String kind) {
        assertThatThrownBy(() -> open(kind + ":nosuchhost.invalid:8888"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage(
                        "unknown host \"nosuchhost.invalid\" in nosuchhost.invalid:8888; check the name, or give an IP address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls"})
    void namesTheServerThatDoesNotAnswer(String kind) throws Exception {
        // One connection in a queue of one, and the kernel of Linux lets further ones wait.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(deaf.getInetAddress(), deaf.getLocalPort());
                Socket second = new Socket(deaf.getInetAddress(), deaf.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            String address = "127.0.0.1:" + deaf.getLocalPort();
            assertThatThrownBy(() -> open(kind + ":" + address + "?connectTimeout=50ms"))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(
                            "no answer from " + address + " within 50 ms; is the host right, and does a firewall stand"
                                    + " between? connectTimeout sets how long to wait");
        }
    }

    @Test
    void namesAPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> open("tcpserv:127.0.0.1:" + port))
                    .isInstanceOf(BindException.class)
                    .hasMessage("port " + port + " is in use at 127.0.0.1:" + port
                            + "; stop the program that has it, or choose another port (0 takes any free one)");
        }
    }

    @Test
    void namesAnInterfaceThatIsNotOfThisMachine() {
        // Set aside for documentation (RFC 5737), so nobody has it.
        assertThatThrownBy(() -> open("tcpserv:192.0.2.1:0"))
                .isInstanceOf(BindException.class)
                .hasMessage(
                        "no interface of this machine has the address of 192.0.2.1:0; give one of its own, or nothing for all");
    }

    @Test
    void aPortCanBeHadAgainAtOnce() throws Exception {
        String expression;
        try (Transport server = open("tcpserv:127.0.0.1:0")) {
            BlockingQueue<StreamLink> links = started(server);
            expression = server.expression();
            try (Socket client = new Socket("127.0.0.1", portOf(expression))) {
                // The server closes first, so that its side stays in TIME_WAIT.
                links.poll(10, TimeUnit.SECONDS).close();
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
        try (Transport again = open(expression)) {
            assertThat(again.expression()).isEqualTo(expression);
        }
    }

    @Test
    void noInterfaceMeansAll() throws Exception {
        try (Transport server = open("tcpserv::0")) {
            BlockingQueue<StreamLink> links = started(server);
            assertThat(server.expression()).matches("tcpserv::[1-9]\\d*");
            try (Socket client = new Socket("127.0.0.1", portOf(server.expression()))) {
                StreamLink link = links.poll(10, TimeUnit.SECONDS);
                assertThat(link.peerName()).isEqualTo("127.0.0.1:" + client.getLocalPort());
                link.close();
            }
        }
    }

    @Test
    void aListenerThatFailsCostsOneConnection() throws Exception {
        try (Transport server = open("tcpserv:127.0.0.1:0")) {
            BlockingQueue<StreamLink> links = new LinkedBlockingQueue<>();
            server.start(new Listener(links) {
                private boolean failed;

                @Override
                public void connected(StreamLink link) {
                    if (!failed) {
                        failed = true;
                        throw new IllegalStateException("no thread can be had");
                    }
                    super.connected(link);
                }
            });
            int port = portOf(server.expression());
            try (Socket first = new Socket("127.0.0.1", port)) {
                assertThat(first.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket second = new Socket("127.0.0.1", port)) {
                assertThat(links.poll(10, TimeUnit.SECONDS).peerName()).endsWith(":" + second.getLocalPort());
            }
        }
    }

    @Test
    void aServerMayBeClosedByItsOwnListener() throws Exception {
        Transport server = open("tcpserv:127.0.0.1:0");
        BlockingQueue<StreamLink> links = new LinkedBlockingQueue<>();
        server.start(new Listener(links) {
            @Override
            public void connected(StreamLink link) {
                server.close();
                super.connected(link);
            }
        });
        try (Socket client = new Socket("127.0.0.1", portOf(server.expression()))) {
            StreamLink link = links.poll(10, TimeUnit.SECONDS);
            assertThat(link.peerName()).isEqualTo("127.0.0.1:" + client.getLocalPort());
            link.close();
        }
        assertThatThrownBy(() -> open(server.expression().replace("tcpserv", "tcp")))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aServerSocketClosedFromOutsideIsReported() throws Exception {
        ServerSocket socket = Listening.bind(new HostPort("127.0.0.1", 0), 1);
        try (Transport server = new ServerTransport(
                new SocketAcceptor(socket, SocketOptions.DEFAULTS), NOT_WATCHED, "tcpserv:test:1")) {
            BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
            server.start(new Listener(new LinkedBlockingQueue<>()) {
                @Override
                public void failed(Throwable cause) {
                    failures.add(cause);
                }
            });
            socket.close();
            assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void goesOnAfterAcceptingFailed() throws Exception {
        BlockingQueue<StreamLink> links = new LinkedBlockingQueue<>();
        // As when no file descriptor is free.
        ServerSocket failing = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")) {
            private int failures = 3;

            @Override
            public Socket accept() throws IOException {
                if (failures-- > 0) {
                    throw new IOException("Too many open files");
                }
                return super.accept();
            }
        };
        try (Transport server = new ServerTransport(
                new SocketAcceptor(failing, SocketOptions.DEFAULTS), NOT_WATCHED, "tcpserv:test:1")) {
            server.start(new Listener(links));
            try (Socket client = new Socket("127.0.0.1", failing.getLocalPort())) {
                assertThat(links.poll(10, TimeUnit.SECONDS).peerName()).endsWith(":" + client.getLocalPort());
            }
        }
    }

    @Test
    void buildersDoWhatExpressionsDo() throws Exception {
        try (Transport server = Tcp.server("localhost", 0)
                .backlog(5)
                .noDelay(true)
                .keepAlive(true)
                .open()) {
            BlockingQueue<StreamLink> links = started(server);
            assertThat(server.expression()).matches("tcpserv:localhost:[1-9]\\d*");
            try (Transport client = Tcp.client("localhost", portOf(server.expression()))
                    .connectTimeout(Duration.ofSeconds(5))
                    .noDelay(false)
                    .keepAlive(true)
                    .open()) {
                assertThat(client.expression()).isEqualTo("tcp:localhost:" + portOf(server.expression()));
                links.poll(10, TimeUnit.SECONDS).close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, , true", "tcp, &noDelay=false, false", "tls, , true", "tls, &noDelay=false, false"})
    void smallWritesGoOutAtOnceUnlessTheyAreNotTo(String kind, String option, boolean atOnce) throws Exception {
        SocketKinds kinds = new SocketKinds(folder);
        String options = option == null ? "" : option;
        try (Transport server = open(kinds.server(kind) + options)) {
            BlockingQueue<StreamLink> accepted = started(server);
            try (Transport client = open(kinds.client(kind, server.expression()) + options)) {
                StreamLink near = started(client).poll(10, TimeUnit.SECONDS);
                StreamLink far = accepted.poll(10, TimeUnit.SECONDS);
                List<Boolean> both =
                        List.of(socketOf(near).getTcpNoDelay(), socketOf(far).getTcpNoDelay());
                near.close();
                far.close();
                assertThat(both).containsExactly(atOnce, atOnce);
            }
        }
    }

    /** Returns the socket itself, which alone knows what is set on it. */
    private static Socket socketOf(StreamLink link) throws ReflectiveOperationException {
        Field socket = link.getClass().getDeclaredField(link instanceof TlsLink ? "bare" : "socket");
        socket.setAccessible(true);
        return (Socket) socket.get(link);
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536"})
    void buildersRefuseAPortOutOfRange(int port) {
        assertThatThrownBy(() -> Tcp.server("localhost", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port is " + port + "; give a number from 0 to 65535");
    }

    private static int portOf(String expression) {
        return Integer.parseInt(expression.substring(expression.lastIndexOf(':') + 1));
    }

    private static BlockingQueue<StreamLink> started(Transport server) throws IOException {
        BlockingQueue<StreamLink> links = new LinkedBlockingQueue<>();
        server.start(new Listener(links));
        return links;
    }

    private static Transport open(String expression) throws IOException {
        return Plugins.installed().transport(expression, Limits.defaults());
    }

    private static class Listener implements TransportListener {
        private final BlockingQueue<StreamLink> links;

        Listener(BlockingQueue<StreamLink> links) {
            this.links = links;
        }

        @Override
        public void connected(StreamLink link) {
            links.add(link);
        }

        @Override
        public MessageReceiver connected(MessageLink link) {
            throw new AssertionError("tcp carries a stream");
        }

        @Override
        public void failed(Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
