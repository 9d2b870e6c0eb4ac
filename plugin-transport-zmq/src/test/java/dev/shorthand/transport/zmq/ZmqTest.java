package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZMQ;
import zmq.io.mechanism.curve.Curve;

@Timeout(60)
class ZmqTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            zmq:localhost:5555 | no way such as tcp:// in endpoint "localhost:5555" at character 4 of "zmq:localhost:5555"; write tcp://host:port, ipc://name or inproc://name
            zmq:tcp://h:0 | no port to connect to in endpoint "tcp://h:0" at character 4 of "zmq:tcp://h:0"; write tcp://host:port, ipc://name or inproc://name
            zmqserv:tcp://*:x | no host and port in endpoint "tcp://*:x" at character 8 of "zmqserv:tcp://*:x"; write tcp://host:port, ipc://name or inproc://name, with port 0 or * for any free one
            zmq:tcp://::1:5555 | no host and port (an IPv6 address stands in brackets, as in tcp://[::1]:5555) in endpoint "tcp://::1:5555" at character 4 of "zmq:tcp://::1:5555"; write tcp://host:port, ipc://name or inproc://name
            zmq:tcp://h:1?highWaterMark=0 | highWaterMark is 0; give a number of messages from 1 to 1000000; in "zmq:tcp://h:1?highWaterMark=0"
            zmqserv:tcp://*:0?firstFrame=0s | firstFrame is PT0S; give a time from 1 ms to 7 days; in "zmqserv:tcp://*:0?firstFrame=0s"
            zmqserv:tcp://*:0?idle=169h | idle is PT169H; give a time from 1 ms to 7 days; in "zmqserv:tcp://*:0?idle=169h"
            zmqserv:tcp://*:0?idleTimeout=0s | idleTimeout is PT0S; give a time from 1 ms to 7 days; in "zmqserv:tcp://*:0?idleTimeout=0s"
            """)
    void namesWhatIsWrongInAnExpressionAndTheMend(String expression, String message) {
        assertThatThrownBy(() -> open(expression))
                .isInstanceOf(ExpressionException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheServerThatDoesNotAnswer() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> open("zmq:tcp://127.0.0.1:" + port + "?connectTimeout=50ms"))
                .isInstanceOf(ConnectException.class)
                .hasMessage("no answer from tcp://127.0.0.1:" + port
                        + " within 50 ms; is the server running, and are host and port right?"
                        + " connectTimeout sets how long to wait, with 0s not at all");
    }

    @Test
    void namesAHostThatIsUnknown() {
        assertThatThrownBy(() -> open("zmq:tcp://nosuchhost.invalid:8888"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage(
                        "unknown host \"nosuchhost.invalid\" in tcp://nosuchhost.invalid:8888; check the name, or give an IP address");
    }

    @Test
    void namesAnInterfaceThatIsUnknown() {
        assertThatThrownBy(() -> open("zmqserv:tcp://nosuchhost.invalid:0"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage(
                        "unknown interface \"nosuchhost.invalid\" in tcp://nosuchhost.invalid:0; give a name or an address of this machine, or * for all");
    }

    @Test
    void namesThePathThatIsNone() {
        for (String expression : new String[] {
            "zmq:tcp://h:1?curveServer=x&curveKeys=",
            "zmq:tcp://h:1?curveKeys=x&curveServer=",
            "zmqserv:tcp://*:0?curveKeys=",
            "zmqserv:tcp://*:0?curveKeys=x&curveClients="
        }) {
            String option = expression.replaceAll(".*[?&]|=$", "");
            assertThatThrownBy(() -> open(expression + "a\0b"))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessage(option
                            + " is \"a\\u0000b\", which is no path (Nul character not allowed); give the path of a file; in \""
                            + expression + "a\\u0000b\"");
        }
    }

    @Test
    void ipv6AddressesStandInBrackets() throws Exception {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(any.isBound()).isTrue();
        } catch (IOException e) {
            assumeTrue(false, "skipped: this machine has no IPv6");
        }
        try (Endpoint server = serve("zmqserv:tcp://[::1]:0")) {
            assertThat(server.transports().get(0)).matches("zmqserv:tcp://\\[::1\\]:\\d+");
            try (Endpoint client = connect(server.transports().get(0), "")) {
                assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            }
        }
        try (Endpoint server = serve("zmqserv:(tcp://[::]:0)(tcp://127.0.0.1:0)")) {
            for (String address : server.transports()
                    .get(0)
                    .replaceAll("^zmqserv:\\(|\\)$", "")
                    .split("\\)\\(")) {
                try (Endpoint client = connect(address.replace("[::]", "[::1]"), "")) {
                    assertThat(client.call("echo", Params.positional(address))).isEqualTo(address);
                }
            }
        }
    }

    @Test
    void namesAPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> open("zmqserv:tcp://127.0.0.1:" + port))
                    .isInstanceOf(BindException.class)
                    .hasMessage(
                            "cannot bind tcp://127.0.0.1:" + port
                                    + ": it is in use, or is not of this machine; stop the program that has the port, or choose another one (0 takes any free one)");
        }
    }

    @Test
    void aPortCanBeHadAgainAtOnce() throws Exception {
        String expression;
        try (Endpoint server = serve("zmqserv:tcp://127.0.0.1:0")) {
            expression = server.transports().get(0);
            try (Endpoint client = connect(expression, "")) {
                assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            }
        }
        try (Transport again = open(expression)) {
            assertThat(again.expression()).isEqualTo(expression);
        }
    }

    @Test
    void callsWaitForAServerThatIsNotThereYet() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String expression = "zmqserv:tcp://127.0.0.1:" + port;
        try (Endpoint client = connect(expression, "?connectTimeout=0s")) {
            var early = client.callAsync("echo", Params.positional("early"));
            try (Endpoint server = serve(expression)) {
                assertThat(early.get(30, TimeUnit.SECONDS)).isEqualTo("early");
                assertThat(server.transports()).containsExactly(expression);
            }
        }
    }

    @Test
    void aConnectionIsMadeOnceAndNotAgainForWantOfAHandshake() throws Exception {
        int clients = 200;
        AtomicInteger accepted = new AtomicInteger();
        Ctx context = ZMQ.init(1);
        SocketBase server = context.createSocket(ZMQ.ZMQ_ROUTER);
        try {
            server.setEventHook(event -> accepted.incrementAndGet(), ZMQ.ZMQ_EVENT_ACCEPTED);
            server.bind("tcp://127.0.0.1:*");
            String address = (String) server.getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT);
            for (int i = 0; i < clients; i++) {
                open("zmq:" + address).close();
            }
            assertThat(accepted).hasValue(clients);
        } finally {
            server.close();
            context.terminate();
        }
    }

    @Test
    void aPeerBehindADeviceIsForgottenWhenItIsQuiet() throws Exception {
        BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(Zmq.server("tcp://127.0.0.1:0")
                        .idleTimeout(Duration.ofMillis(100))
                        .open())
                .onConnect(there::add)
                .onDisconnect(gone::add)
                .open()) {
            Ctx context = ZMQ.init(1);
            SocketBase device = context.createSocket(ZMQ.ZMQ_DEALER);
            // Or one that jeromq has lost would be made anew after 30 s alone: its context has no selector of ours.
            device.setSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL, 500);
            try {
                device.connect(server.transports().get(0).substring("zmqserv:".length()));
                for (String frame : new String[] {"behind", "", "anything"}) {
                    device.send(new Msg(frame.getBytes(ZMQ.CHARSET)), frame.equals("anything") ? 0 : ZMQ.ZMQ_SNDMORE);
                }
                assertThat(there.poll(20, TimeUnit.SECONDS).name()).matches("0x00[0-9a-f]{8}/behind");
                assertThat(gone.poll(20, TimeUnit.SECONDS).name()).endsWith("/behind");
            } finally {
                device.setSocketOpt(ZMQ.ZMQ_LINGER, 0);
                device.close();
                context.terminate();
            }
        }
    }

    @Test
    void curveEncryptsOrSaysWhatItNeeds() throws Exception {
        if (!hasClass("com.neilalexander.jnacl.NaCl")) {
            Path server = Files.createFile(folder.resolve("server.key"));
            assertThatThrownBy(() -> open("zmqserv:tcp://127.0.0.1:0?curveKeys=" + server))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--add-modules jnacl");
            return;
        }
        Path server = keys("server", folder);
        Path client = keys("client", folder);
        try (Endpoint serving = serve("zmqserv:tcp://127.0.0.1:0?curveKeys=" + server);
                Endpoint calling =
                        connect(serving.transports().get(0), "?curveKeys=" + client + "&curveServer=" + server)) {
            assertThat(calling.call("echo", Params.positional("secret"))).isEqualTo("secret");
            assertThatThrownBy(() -> {
                        try (Endpoint stranger = connect(
                                serving.transports().get(0),
                                "?connectTimeout=2s&curveKeys=" + client + "&curveServer=" + client)) {
                            stranger.call("echo", Params.positional("heard?"));
                        }
                    })
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void onlyClientsWhoseKeysAreKnownAreLetInAndPeersAreNamedByThem() throws Exception {
        assumeTrue(hasClass("com.neilalexander.jnacl.NaCl"), "skipped: without jnacl, of which the test above tells");
        Path clients = Files.createDirectory(folder.resolve("clients"));
        Path server = keys("server", folder);
        Path ann = keys("ann", clients);
        Path bob = keys("bob", folder);
        assertThatThrownBy(() -> open("zmqserv:tcp://127.0.0.1:0?curveKeys=" + server + "&curveClients=" + ann + "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no CURVE key file " + ann + "x");
        assertThatThrownBy(() -> open("zmqserv:tcp://127.0.0.1:0?curveClients=" + clients))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("add curveKeys=FILE");
        assertThatThrownBy(() -> open("zmqserv:inproc://curved?curveKeys=" + server + "&curveClients=" + clients))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("curveClients cannot go with inproc");
        BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
        try (Endpoint serving = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(Zmq.server("tcp://127.0.0.1:0")
                                .curveKeys(server, clients)
                                .open())
                        .onConnect(there::add)
                        .dispatcher(new Dispatcher().add("echo", (params, caller) -> params.value(0)))
                        .open();
                Endpoint calling = connect(
                        serving.transports().get(0), "?curveKeys=" + ann + "&curveServer=" + server + ".public")) {
            assertThat(calling.call("echo", Params.positional("it's me"))).isEqualTo("it's me");
            assertThat(there.take().identity()).contains("ann");
            assertThatThrownBy(() -> {
                        try (Endpoint stranger = connect(
                                serving.transports().get(0),
                                "?curveKeys=" + bob + "&curveServer=" + server + ".public")) {
                            stranger.callAsync("echo", Params.positional("heard?"), Duration.ofSeconds(2))
                                    .result();
                        }
                    })
                    .isInstanceOf(RpcException.class);
            assertThat(calling.call("echo", Params.positional("still here"))).isEqualTo("still here");
            assertThat(there).isEmpty();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("shorthand zmq gatekeeper");
    }

    /** Makes a pair of keys, in {@code name.key}, and the public one alone beside it; returns the first. */
    private static Path keys(String name, Path in) throws IOException {
        String[] pair = new Curve().keypairZ85();
        String publicKey = "curve\n    public-key = \"" + pair[0] + "\"\n";
        Files.writeString(in.resolve(name + ".key.public"), publicKey);
        return Files.writeString(in.resolve(name + ".key"), publicKey + "    secret-key = \"" + pair[1] + "\"\n");
    }

    @Test
    void aKeyFileIsNamedAndNotQuoted() throws Exception {
        assumeTrue(hasClass("com.neilalexander.jnacl.NaCl"), "skipped: without jnacl");
        Path keys = Files.writeString(folder.resolve("keys"), "public-key = \"tooshort\"");
        assertThatThrownBy(() -> open("zmqserv:tcp://127.0.0.1:0?curveKeys=" + keys))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(keys.toString())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("tooshort"));
    }

    @Test
    void whatHasLeftCountsNoMoreHoweverItTravels() throws Exception {
        manyMessagesPassThroughLittleRoom("zmqserv:tcp://127.0.0.1:0", "");
        manyMessagesPassThroughLittleRoom("zmqserv:ipc://*", "");
        manyMessagesPassThroughLittleRoom("zmqserv:inproc://little-room", "");
        if (hasClass("com.neilalexander.jnacl.NaCl")) {
            Path server = keys("server", folder);
            Path client = keys("client", folder);
            manyMessagesPassThroughLittleRoom(
                    "zmqserv:tcp://127.0.0.1:0?curveKeys=" + server,
                    "&curveKeys=" + client + "&curveServer=" + server + ".public");
        }
    }

    private static void manyMessagesPassThroughLittleRoom(String server, String options) throws Exception {
        String text = "x".repeat(1 << 10);
        try (Endpoint serving = serve(server);
                Endpoint calling = connect(serving.transports().get(0), "?maxQueued=10KiB&sendTimeout=5s" + options)) {
            for (int i = 0; i < 100; i++) {
                calling.notify("echo", Params.positional(text));
            }
            assertThat(calling.call("echo", Params.positional(text))).isEqualTo(text);
        }
    }

    @Test
    void whatJeromqMayHaveThrownAwayCountsNoMore() {
        Counted.Held held = new Counted.Held();
        held.add(100);
        assertThat(held.take(40)).isTrue();
        assertThat(held.end()).isEqualTo(60);
        assertThat(held.take(60)).isFalse();
        assertThat(held.end()).isZero();
    }

    private static boolean hasClass(String name) {
        try {
            Class.forName(name, false, SocketBase.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Endpoint serve(String transport) throws IOException {
        Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(transport)
                .open();
        server.dispatcher().add("echo", (params, caller) -> params.value(0));
        return server;
    }

    private static Endpoint connect(String server, String options) throws IOException {
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport("zmq:" + server.replaceAll("^zmqserv:|\\?.*", "") + options)
                .open();
    }

    private static Transport open(String expression) throws IOException {
        return Plugins.installed().transport(expression, Limits.defaults());
    }
}
