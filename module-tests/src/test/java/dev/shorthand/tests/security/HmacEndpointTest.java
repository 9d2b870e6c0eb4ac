package dev.shorthand.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.spi.Security;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that sign, over real sockets, and strangers that send them what is not signed, forged or played again. */
class HmacEndpointTest {
    private static final String WHOAMI = "{\"jsonrpc\":\"2.0\",\"method\":\"whoami\",\"id\":7}";
    private static final String REFUSED =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32005,\"message\":\"Refused\"}}";
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"bob\"}";

    @TempDir
    Path folder;

    private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();
    private Path keys;
    private Endpoint server;

    @BeforeEach
    void open() throws Exception {
        keys = KeysFile.write(folder);
        EndpointBuilder builder = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .security("hmac:server?keys=" + keys);
        server = builder.open();
        server.dispatcher().add("whoami", (params, caller) -> caller.headers().get("user"));
        server.dispatcher().add("note", (params, caller) -> noted.add(String.valueOf(params.asList())));
        server.dispatcher()
                .add("askBack", (params, caller) -> caller.peer().orElseThrow().callAsync("name", Params.absent()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Endpoint client(String user) throws Exception {
        return Endpoint.builder()
                .codec("jrpc")
                .transport(server.transports().get(0).replace("tcpserv:", "tcp:"))
                .security("hmac:" + user + "?peer=server&keys=" + keys)
                .open();
    }

    /** Frames as bob would send them: the header, and the payload behind it. */
    private String[] sealed(String payload) {
        return sealed(payload, "hmac:bob?keys=" + keys);
    }

    private static String[] sealed(String payload, String expression) {
        Security security = Plugins.installed().security(expression);
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> headers = security.seal(bytes, 0, bytes.length).headers();
        return new String[] {Json.header(headers), payload};
    }

    /** Sends frames, expects that the call in them is refused, and that the next good one on the connection works. */
    private void assertRefused(Wire wire, String... frames) throws Exception {
        wire.send(frames);
        assertEquals(REFUSED, answer(wire));
        assertGoesOn(wire);
    }

    private void assertGoesOn(Wire wire) throws Exception {
        wire.send(sealed(WHOAMI));
        assertEquals(ANSWER, answer(wire));
    }

    /** Receives a reply with its header, which says that the server signed it. */
    private static String answer(Wire wire) throws Exception {
        String header = wire.receive();
        assertTrue(header.contains("\"method\":\"rpc.secinfo\"") && header.contains("\"user\":\"server\""), header);
        return wire.receive();
    }

    @Test
    void callsGoBothWaysAndTheHandlerKnowsWhoCalls() throws Exception {
        try (Endpoint bob = client("bob");
                Endpoint carol = client("carol")) {
            bob.dispatcher()
                    .add(
                            "name",
                            (params, caller) ->
                                    "bob, called by " + caller.headers().get("user"));
            assertEquals("bob", bob.call("whoami", Params.absent()));
            assertEquals("carol", carol.call("whoami", Params.absent()));
            assertEquals("bob, called by server", bob.call("askBack", Params.absent()));
            bob.notify("note", Params.positional("hello"));
            assertEquals("[hello]", noted.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void deadlinesAndMetadataTravelSigned() throws Exception {
        Map<String, Object> metadata = new ConcurrentHashMap<>(Map.of("traceparent", "00-4bf9"));
        EndpointBuilder carrying = Endpoint.builder().carryDeadlines().carryMetadata(() -> metadata);
        try (Endpoint other = carrying.codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .security("hmac:server?keys=" + keys)
                        .open();
                Endpoint bob = Endpoint.builder()
                        .carryDeadlines()
                        .carryMetadata(() -> metadata)
                        .codec("jrpc")
                        .transport(other.transports().get(0).replace("tcpserv:", "tcp:"))
                        .security("hmac:bob?peer=server&keys=" + keys)
                        .open()) {
            other.dispatcher()
                    .add(
                            "told",
                            (params, caller) -> caller.headers().get("user") + " "
                                    + caller.headers().get("traceparent") + " "
                                    + caller.timeLeft().isPresent());
            assertEquals("bob 00-4bf9 true", bob.call("told", Params.absent()));
            metadata.put("roles", List.of("admin"));
            EncodeException refused = assertThrows(EncodeException.class, () -> bob.call("told", Params.absent()));
            assertTrue(refused.getMessage().contains("roles"), refused.getMessage());
            metadata.remove("roles");
            assertEquals("bob 00-4bf9 true", bob.call("told", Params.absent()));
        }
    }

    @Test
    void aHandlersErrorComesBackSigned() throws Exception {
        try (Endpoint bob = client("bob")) {
            RemoteException error = assertThrows(RemoteException.class, () -> bob.call("absent", Params.absent()));
            assertEquals(ErrorCodes.METHOD_NOT_FOUND, error.code());
            assertEquals("bob", bob.call("whoami", Params.absent()));
        }
    }

    @Test
    void manyCallsAtOnceAreAllAnswered() throws Exception {
        try (Endpoint bob = client("bob")) {
            List<Promise<Object>> promises = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                promises.add(bob.callAsync("whoami", Params.absent()));
            }
            for (Promise<Object> promise : promises) {
                assertEquals("bob", promise.result(Duration.ofSeconds(20)));
            }
        }
    }

    @Test
    void refusesAMessageThatIsNotSigned() throws Exception {
        try (Wire wire = Wire.connect(server.transports().get(0))) {
            assertRefused(wire, WHOAMI);
            assertRefused(wire, Json.header(Map.of()), WHOAMI);
            assertRefused(wire, Json.header(Map.of("user", "bob")), WHOAMI);
            assertRefused(wire, "{\"jsonrpc\":\"2.0\",\"method\":\"rpc.secinfo\",\"params\":[1]}", WHOAMI);
        }
    }

    @Test
    void refusesAForgedMessage() throws Exception {
        try (Wire wire = Wire.connect(server.transports().get(0))) {
            assertRefused(wire, sealed(WHOAMI.replace("7", "8"))[0], WHOAMI);
            assertRefused(wire, sealed(WHOAMI)[0].replace("bob", "carol").replace("b1", "c1"), WHOAMI);
            assertRefused(wire, sealed(WHOAMI)[0].replace("bob", "eve"), WHOAMI);
            assertRefused(wire, sealed(WHOAMI, "hmac:bob?peer=carol&keys=" + keys));
            assertRefused(wire, sealed(WHOAMI, "hmac:server?keys=" + keys));
        }
    }

    @Test
    void refusesAReplayOnThisConnectionAndOnAnother() throws Exception {
        String[] frames = sealed(WHOAMI);
        try (Wire wire = Wire.connect(server.transports().get(0));
                Wire other = Wire.connect(server.transports().get(0))) {
            wire.send(frames);
            assertEquals(ANSWER, answer(wire));
            assertRefused(wire, frames);
            assertRefused(other, frames);
        }
    }

    @Test
    void answersNoNotificationThatIsRefused() throws Exception {
        try (Wire wire = Wire.connect(server.transports().get(0))) {
            String note = "{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":[1]}";
            wire.send(note);
            wire.send(sealed(note)[0], note.replace("1", "2"));
            assertGoesOn(wire);
            assertTrue(noted.isEmpty(), noted.toString());
            wire.send(sealed(note));
            assertEquals("[1]", noted.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBatchIsSignedAsAWhole() throws Exception {
        try (Wire wire = Wire.connect(server.transports().get(0))) {
            wire.send(sealed("[" + WHOAMI + "]"));
            assertEquals("[" + ANSWER + "]", answer(wire));
            assertGoesOn(wire);
        }
    }

    @Test
    void takesNoReplyThatIsForged() throws Exception {
        try (Wire wire = Wire.connect(server.transports().get(0))) {
            assertGoesOn(wire);
            Promise<Object> promise = server.peers().iterator().next().callAsync("question", Params.absent());
            answer(wire);
            String forged = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"forged\"}";
            wire.send(forged);
            wire.send(sealed(WHOAMI)[0], forged);
            assertGoesOn(wire);
            assertFalse(promise.isDone());
            wire.send(sealed(forged.replace("forged", "true")));
            assertEquals("true", promise.result(Duration.ofSeconds(20)));
        }
    }

    @Test
    void anEndpointWithoutSecurityAnswersThatItCannotReadWhatIsSecured() throws Exception {
        try (Endpoint plain = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .security("null")
                        .open();
                Wire wire = Wire.connect(plain.transports().get(0))) {
            plain.dispatcher()
                    .add("whoami", (params, caller) -> caller.headers().get("user"));
            wire.send(sealed(WHOAMI));
            assertEquals(REFUSED, wire.receive());
            wire.send(WHOAMI);
            assertEquals(ANSWER.replace("\"bob\"", "null"), wire.receive());
        }
    }

    @Test
    void blindBeliefTellsTheHandlerWhateverTheHeaderSays() throws Exception {
        try (Endpoint believer = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .security("blindly_believe_everything")
                        .open();
                Wire wire = Wire.connect(believer.transports().get(0));
                Endpoint bob = Endpoint.builder()
                        .codec("jrpc")
                        .transport(believer.transports().get(0).replace("tcpserv:", "tcp:"))
                        .security("blindly_believe_everything:bob")
                        .open()) {
            believer.dispatcher()
                    .add("whoami", (params, caller) -> caller.headers().get("user"));
            assertEquals("bob", bob.call("whoami", Params.absent()));
            wire.send(Json.header(Map.of("user", "the queen")), WHOAMI);
            assertEquals(Json.header(Map.of("user", "")), wire.receive());
            assertEquals(ANSWER.replace("bob", "the queen"), wire.receive());
            wire.send(WHOAMI);
            wire.receive();
            assertNull(Json.value(wire.receive(), "result"));
        }
    }
}
