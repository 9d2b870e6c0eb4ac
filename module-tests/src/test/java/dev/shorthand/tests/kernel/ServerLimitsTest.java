package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a server does that has more connections than it may, or can. */
class ServerLimitsTest {
    private static final String ADD = "{\"jsonrpc\":\"2.0\",\"method\":\"one\",\"id\":1}";
    private static final String ONE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}";

    // Of the child, whose JVM needs some, too.
    private static final int DESCRIPTORS = 120;

    @TempDir
    private Path folder;

    @Test
    void oneConnectionTooManyIsToldSoAndClosedAndTheOthersGoOn() throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0?maxConnections=2")
                .open()) {
            server.dispatcher().add("one", (params, caller) -> 1);
            String address = server.transports().get(0);
            try (RawPeer first = RawPeer.connect(address);
                    RawPeer second = RawPeer.connect(address)) {
                assertEquals(ONE, first.ask(ADD));
                assertEquals(ONE, second.ask(ADD));
                try (RawPeer third = RawPeer.connect(address)) {
                    assertEquals(
                            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32004,\"message\":\"too many connections; try again later\"}}",
                            third.receive());
                    assertNull(third.receive());
                }
                assertEquals(ONE, first.ask(ADD));
            }
            Wait.until("the two have gone", () -> server.peers().isEmpty());
            try (RawPeer next = RawPeer.connect(address)) {
                assertEquals(ONE, next.ask(ADD));
            }
        }
    }

    /** The child: a server, until its input ends. */
    public static void main(String[] arguments) throws Exception {
        try (Endpoint server =
                Endpoint.builder().codec("jrpc").transport(arguments[0]).open()) {
            server.dispatcher().add("one", (params, caller) -> 1);
            System.out.println(server.transports().get(0));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aServerThatRanOutOfFileDescriptorsAcceptsAgainWhenThereAreSome() throws Exception {
        runsOutAndAcceptsAgain("tcpserv:127.0.0.1:0", "");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void soDoesOneOfUnixDomainSockets() throws Exception {
        runsOutAndAcceptsAgain("unixserv:" + folder.resolve("app.sock"), "");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void soDoesOneThatEncrypts() throws Exception {
        makeStore();
        runsOutAndAcceptsAgain("tlsserv:127.0.0.1:0?" + store("keyStore"), "?" + store("trustStore"));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void soDoesOneOfZeroMq() throws Exception {
        runsOutAndAcceptsAgain("zmqserv:tcp://127.0.0.1:0", "");
    }

    private static void runsOutAndAcceptsAgain(String server, String clientOptions) throws Exception {
        Process child = startWithFewDescriptors(server);
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
                BufferedReader err = child.errorReader(StandardCharsets.UTF_8)) {
            String address = out.readLine();
            assertNotNull(address, "the server does not start");
            String client = address.replace("serv:", ":") + clientOptions;
            // What it needs for a call is loaded before there are no descriptors.
            assertEquals(1L, callOne(client));
            List<SocketChannel> many = new ArrayList<>();
            try (Endpoint early = open(client)) {
                assertEquals(1L, early.call("one", Params.absent()));
                long from = System.nanoTime();
                for (int i = 0; i < DESCRIPTORS; i++) {
                    many.add(connecting(addressOf(address)));
                }
                awaitWarning(err, address);
                assertTakesLittleTimeUntil(() -> awaitWarning(err, address), child);
                assertTrue(System.nanoTime() - from >= TimeUnit.SECONDS.toNanos(1), "it warns once a second at most");
                assertEquals(1L, early.call("one", Params.absent()), "who is connected is served meanwhile");
            } finally {
                for (SocketChannel socket : many) {
                    socket.close();
                }
            }
            assertEquals(1L, callOne(client));
            child.getOutputStream().close();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, child.exitValue());
        } finally {
            child.destroyForcibly();
        }
    }

    /** Returns a connection that may still be under way: where the backlog is full, too, it would be waited for until the server gives another one up. */
    private static SocketChannel connecting(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return SocketChannel.open(address);
        }
        SocketChannel socket = SocketChannel.open();
        socket.configureBlocking(false);
        socket.connect(address);
        return socket;
    }

    private static void awaitWarning(BufferedReader err, String address) throws IOException {
        String line = err.readLine();
        while (line != null && !line.contains("cannot accept a connection")) {
            line = err.readLine();
        }
        assertNotNull(line, "it never ran out of them");
        assertTrue(line.contains(address), line);
        assertTrue(line.contains("see ulimit -n"), line);
    }

    private interface Waiting {
        void run() throws IOException;
    }

    /** One that tries again and again without a pause would have a processor for itself. */
    private static void assertTakesLittleTimeUntil(Waiting waiting, Process child) throws IOException {
        Duration before = child.info().totalCpuDuration().orElseThrow();
        long from = System.nanoTime();
        waiting.run();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - from);
        Duration used = child.info().totalCpuDuration().orElseThrow().minus(before);
        // The compiler of the JVM has some left to do.
        Duration most = elapsed.dividedBy(4).plusMillis(200);
        assertTrue(used.compareTo(most) < 0, () -> used + " of processor time within " + elapsed);
    }

    /** Has the JDK's own tool make a key, and a certificate that trusts itself. */
    private void makeStore() throws Exception {
        Files.writeString(folder.resolve("password"), "changeit");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", "own", "-keyalg", "EC", "-dname", "CN=own", "-ext", "san=ip:127.0.0.1"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", "changeit"));
        command.addAll(List.of("-keystore", folder.resolve("own.p12").toString()));
        assertEquals(0, new ProcessBuilder(command).start().waitFor());
    }

    /** Returns the options that name it, as {@code keyStore} or {@code trustStore}. */
    private String store(String option) {
        return option + "=" + folder.resolve("own.p12") + "&" + option + "Password=file:" + folder.resolve("password");
    }

    private static Endpoint open(String client) throws IOException {
        return Endpoint.builder().codec("jrpc").transport(client).open();
    }

    private static Object callOne(String client) throws IOException {
        try (Endpoint endpoint = open(client)) {
            return endpoint.call("one", Params.absent());
        }
    }

    private static SocketAddress addressOf(String server) {
        return server.startsWith("unixserv:")
                ? UnixDomainSocketAddress.of(server.replace("unixserv:", ""))
                : new InetSocketAddress("127.0.0.1", Integer.parseInt(server.replaceAll(".*:", "")));
    }

    private static Process startWithFewDescriptors(String server) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
        command.addAll(ChildProgram.of(ServerLimitsTest.class, server));
        return new ProcessBuilder(command).start();
    }
}
