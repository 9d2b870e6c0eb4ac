package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import java.io.BufferedReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a server does that has more connections than it may, or can. */
class ServerLimitsTest {
    private static final String ADD = "{\"jsonrpc\":\"2.0\",\"method\":\"one\",\"id\":1}";
    private static final String ONE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}";

    // Of the child, whose JVM needs some, too.
    private static final int DESCRIPTORS = 120;

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
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
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
        Process child = startWithFewDescriptors();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
                BufferedReader err = child.errorReader(StandardCharsets.UTF_8)) {
            String address = out.readLine();
            assertNotNull(address, "the server does not start");
            // What it needs for a call is loaded before there are no descriptors.
            try (RawPeer peer = RawPeer.connect(address)) {
                assertEquals(ONE, peer.ask(ADD));
            }
            List<Socket> many = new ArrayList<>();
            try {
                int port = Integer.parseInt(address.replaceAll(".*:", ""));
                for (int i = 0; i < DESCRIPTORS; i++) {
                    many.add(new Socket("127.0.0.1", port));
                }
                String line = err.readLine();
                while (line != null && !line.contains("cannot accept a connection")) {
                    line = err.readLine();
                }
                assertNotNull(line, "it never ran out of them");
                assertTrue(line.contains(address), line);
                assertTrue(line.contains("see ulimit -n"), line);
            } finally {
                for (Socket socket : many) {
                    socket.close();
                }
            }
            try (RawPeer peer = RawPeer.connect(address)) {
                assertEquals(ONE, peer.ask(ADD));
            }
            child.getOutputStream().close();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, child.exitValue());
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process startWithFewDescriptors() throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
        command.addAll(ChildProgram.of(ServerLimitsTest.class));
        return new ProcessBuilder(command).start();
    }
}
