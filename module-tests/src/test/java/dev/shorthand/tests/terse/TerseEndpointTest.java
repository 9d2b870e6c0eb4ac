package dev.shorthand.tests.terse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.binding.Request;
import dev.shorthand.codec.terse.TerseProvider;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.tests.security.SeedSecurity;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that speak terse with one another, over real sockets. */
class TerseEndpointTest {
    record Point(double x, long y) {}

    interface Service {
        Point mirror(Point point);

        boolean not(boolean value);

        byte[] reversed(byte[] bytes);

        Optional<String> find(Map<String, List<Integer>> index);

        @Request
        void check(String text);

        void note(String text);

        String user(Caller caller);
    }

    private static final class Serving implements Service {
        final BlockingQueue<String> noted = new LinkedBlockingQueue<>();

        @Override
        public Point mirror(Point point) {
            return new Point(-point.x(), -point.y());
        }

        @Override
        public boolean not(boolean value) {
            return !value;
        }

        @Override
        public byte[] reversed(byte[] bytes) {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        }

        @Override
        public Optional<String> find(Map<String, List<Integer>> index) {
            return index.keySet().stream().findFirst();
        }

        @Override
        public void check(String text) {
            if (text.isEmpty()) {
                throw new RpcException(404, "nothing to check", Map.of("length", 0));
            }
        }

        @Override
        public void note(String text) {
            noted.add(text);
        }

        @Override
        public String user(Caller caller) {
            return String.valueOf(caller.headers().get("user"));
        }
    }

    @TempDir
    Path folder;

    private final Serving serving = new Serving();

    /** What a test does with a server and a client that are connected. */
    private interface Conversation {
        void with(Endpoint server, Endpoint client) throws Exception;
    }

    private void between(String codec, String serverSecurity, String clientSecurity, Conversation conversation)
            throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec(codec)
                .transport("tcpserv:127.0.0.1:0")
                .security(serverSecurity)
                .open()) {
            server.serve(Service.class, serving);
            String address = server.transports().get(0).replace("tcpserv:", "tcp:");
            try (Endpoint client = Endpoint.builder()
                    .codec(codec)
                    .transport(address)
                    .security(clientSecurity)
                    .open()) {
                conversation.with(server, client);
            }
        }
    }

    @Test
    void interfacesAreServedAndCalled() throws Exception {
        between("terse?words=true", "null", "null", (server, client) -> {
            Service service = client.remote(Service.class);
            assertEquals(new Point(-0.1, Long.MIN_VALUE + 1), service.mirror(new Point(0.1, Long.MAX_VALUE)));
            assertTrue(service.not(false));
            assertArrayEquals(new byte[] {'\n', 0, -1}, service.reversed(new byte[] {-1, 0, '\n'}));
            assertEquals(Optional.of("k"), service.find(Map.of("k", List.of(1, 2))));
            assertEquals(Optional.empty(), service.find(Map.of()));
            service.check("x");
            service.note("gr\u00fc\u00dfe\r\n\"\\n\"");
            assertEquals("gr\u00fc\u00dfe\r\n\"\\n\"", serving.noted.poll(20, TimeUnit.SECONDS));
        });
    }

    @Test
    void errorsKeepTheirCodeMessageAndData() throws Exception {
        between("terse?words=true", "null", "null", (server, client) -> {
            RemoteException thrown = assertThrows(
                    RemoteException.class, () -> client.remote(Service.class).check(""));
            assertEquals(404, thrown.code());
            assertEquals("nothing to check", thrown.getMessage());
            assertEquals(Map.of("length", 0L), thrown.data());
            assertEquals(
                    ErrorCodes.METHOD_NOT_FOUND,
                    assertThrows(RemoteException.class, () -> client.call("chek"))
                            .code());
        });
    }

    @Test
    void whatALineCannotHoldIsRefusedAndTheConnectionLivesOn() throws Exception {
        between("terse", "null", "null", (server, client) -> {
            Service service = client.remote(Service.class);
            assertEquals(
                    "params.point.x",
                    assertThrows(EncodeException.class, () -> service.mirror(new Point(Double.NaN, 1)))
                            .path());
            assertThrows(EncodeException.class, () -> client.call("mirror", 1));
            assertThrows(EncodeException.class, () -> client.call("a b", Params.absent()));
            assertEquals(new Point(-1, -2), service.mirror(new Point(1, 2)));
        });
    }

    @Test
    void aBatchIsRefusedAsAWhole() throws Exception {
        between("terse", "null", "null", (server, client) -> {
            CallBatch batch = CallBatch.to(client);
            var promise = batch.call("reversed", Params.named(Map.of("bytes", new byte[1])));
            batch.notify("note", Params.named(Map.of("text", "in a batch")));
            EncodeException refused = assertThrows(EncodeException.class, batch::send);
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("send the calls one by one"), refused.getMessage());
            assertTrue(promise.isCompletedExceptionally());
            assertArrayEquals(new byte[] {2, 1}, client.remote(Service.class).reversed(new byte[] {1, 2}));
            assertNull(serving.noted.poll());
        });
    }

    @Test
    void withoutWordsNullCannotBeSent() throws Exception {
        between("terse", "null", "null", (server, client) -> {
            RemoteException thrown = assertThrows(
                    RemoteException.class, () -> client.remote(Service.class).check("x"));
            assertEquals(ErrorCodes.INTERNAL_ERROR, thrown.code());
            assertFalse(client.peers().isEmpty());
        });
    }

    @Test
    void theSecurityHeaderIsALineOfItsOwn() throws Exception {
        String believed = "blindly_believe_everything:";
        between("terse", believed + "server", believed + "ada", (server, client) -> {
            assertEquals("ada", client.remote(Service.class).user(null));
            try (TypedLines telnet = new TypedLines(server.transports().get(0))) {
                telnet.type("rpc.secinfo user:\"bob\"");
                assertEquals("rpc.secinfo user:\"server\"", telnet.ask("user[1]"));
                assertEquals("[1]:\"bob\"", telnet.read());
            }
        });
    }

    @Test
    void signedMessagesAreAcceptedAndOthersRefused() throws Exception {
        Path keys = keys();
        between("terse", "hmac:server?keys=" + keys, "hmac:bob?peer=server&keys=" + keys, (server, client) -> {
            assertEquals("bob", client.remote(Service.class).user(null));
            assertEquals(new Point(-1, -2), client.remote(Service.class).mirror(new Point(1, 2)));
            try (TypedLines telnet = new TypedLines(server.transports().get(0))) {
                String header = telnet.ask("user[1]");
                assertTrue(header.startsWith("rpc.secinfo "), header);
                assertEquals("[1]! message:\"Refused\" code:-32005", telnet.read());
            }
        });
    }

    @Test
    void whatAProviderMakesOfAMessageIsTheLineBehindItsHeader() throws Exception {
        try (Endpoint server = Endpoint.builder()
                        .codec("terse")
                        .security(SeedSecurity.B64)
                        .transport("tcpserv:localhost:0")
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec("terse")
                        .security(SeedSecurity.B64)
                        .transport("tcp:" + server.transports().get(0).substring("tcpserv:".length()))
                        .open();
                TypedLines telnet = new TypedLines(server.transports().get(0))) {
            server.serve(Service.class, new Serving());
            assertEquals(new Point(-1, -2), client.remote(Service.class).mirror(new Point(1, 2)));
            telnet.type("rpc.secinfo enc:\"b64\"");
            assertEquals("rpc.secinfo enc:\"b64\"", telnet.ask(base64("user[1]")));
            assertEquals(base64("[1]:\"null\""), telnet.read());
            telnet.type("rpc.secinfo enc:\"b64\"");
            assertEquals("rpc.secinfo enc:\"b64\"", telnet.ask("not base64!"));
            assertEquals("[null]! message:\"Refused\" code:-32005", fromBase64(telnet.read()));
            telnet.type("rpc.secinfo enc:\"b64\"");
            assertEquals("rpc.secinfo enc:\"b64\"", telnet.ask(base64("user[2]")));
            assertEquals(base64("[2]:\"null\""), telnet.read());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromBase64(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    private Path keys() throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys"),
                "server s1 " + key("the server's key in tests") + "\nbob b1 " + key("the key of bob in tests") + "\n");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theProviderIsInstalledAndCanBeGiven() {
        assertTrue(Plugins.installed().list().stream()
                .anyMatch(plugin -> plugin.shorthand().equals("terse")));
        assertEquals(
                1,
                Plugins.of(new TerseProvider()).list().stream()
                        .filter(plugin -> plugin.shorthand().equals("terse"))
                        .count());
    }
}
