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
            try {
                for (int i = 0; i < DESCRIPTORS; i++) {
                    many.add(SocketChannel.open(addressOf(address)));
                }
                String line = err.readLine();
                while (line != null && !line.contains("cannot accept a connection")) {
                    line = err.readLine();
                }
                assertNotNull(line, "it never ran out of them");
                assertTrue(line.contains(address), line);
                assertTrue(line.contains("see ulimit -n"), line);
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

    private static Object callOne(String client) throws IOException {
        try (Endpoint endpoint =
                Endpoint.builder().codec("jrpc").transport(client).open()) {
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
