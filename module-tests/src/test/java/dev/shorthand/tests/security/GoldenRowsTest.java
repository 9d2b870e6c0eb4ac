package dev.shorthand.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.tck.Vectors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rows of quickrpc's golden vectors that have to do with security, through an endpoint and over a socket; each that is decoded also comes byte by byte, and cut in two at every byte. They
 * are those of {@code jrpc.json} that {@code JrpcVectorsTest} leaves to the endpoint, in the very file.
 */
class GoldenRowsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    // Headers that come where no security is set.
    private static final List<String> WITHOUT_PROVIDER =
            List.of("dec-sec-nosec", "dec-sec-double-header-nosec", "dec-sec-nosec-split-header");

    // What the endpoint says of the messages that the seed has as decode errors, or should have: id and code.
    private static final Map<String, List<String>> ERRORS = Map.of(
            "dec-sec-nosec", List.of("1 -32005"),
            "dec-sec-malformed-payload", List.of("null -32700"),
            "dec-sec-nosec-split-header", List.of("end -32005"),
            "dec-sec-b64-garbage", List.of("null -32005"),
            "dec-sec-refuse", List.of("1 -32005"),
            "dec-sec-list-params", List.of("1 -32005"),
            "dec-sec-double-header", List.of("1 -32005"),
            "dec-sec-double-header-nosec", List.of("1 -32005"));

    // The rows where the seed errs: what a correct receiver hands on, by the column "correct".
    private static final Map<String, List<String>> CORRECT = Map.of(
            "dec-sec-b64-garbage", List.of("say {text=hi \u00e9} {}"),
            "dec-sec-refuse", List.of("say {text=hi \u00e9} {}"),
            "dec-sec-list-params", List.of(),
            "dec-sec-double-header", List.of(),
            "dec-sec-double-header-nosec", List.of(),
            "dec-sec-dangling-empty", List.of());

    // The rows that end within something: what to send next to have a call, and the headers that it then has.
    private static final String END = "{\"jsonrpc\":\"2.0\",\"method\":\"end\",\"id\":\"end\"}\0";
    private static final Map<String, String> REST = Map.of(
            "dec-sec-dangling-header-partial",
            END.substring("{\"jsonrpc\"".length()),
            "dec-sec-header-no-delim",
            '\0' + END);
    private static final List<String> END_HAS_HEADER = List.of(
            "dec-sec-dangling-header",
            "dec-sec-dangling-header-partial",
            "dec-sec-header-no-delim",
            "dec-sec-dangling-empty");

    @TestFactory
    Stream<DynamicTest> decodesAsTheSeedShould() throws Exception {
        return rows("decode")
                .flatMap(row -> Stream.of(
                        DynamicTest.dynamicTest(row.name(), () -> decode(row, false)),
                        DynamicTest.dynamicTest(row.name() + ", byte by byte", () -> decode(row, true)),
                        DynamicTest.dynamicTest(row.name() + ", cut at every byte", () -> decodeCut(row))));
    }

    @TestFactory
    Stream<DynamicTest> encodesAsTheSeed() throws Exception {
        return rows("encode").map(row -> DynamicTest.dynamicTest(row.name(), () -> encode(row)));
    }

    /** A row as the file has it. */
    private record Row(Map<String, Object> fields) {
        String name() {
            return (String) fields.get("name");
        }

        byte[] frame() {
            return HexFormat.of().parseHex((String) fields.get("frame_hex"));
        }

        Map<String, Object> input() {
            return Json.object(fields.get("input"));
        }

        List<?> messages() {
            return (List<?>) Json.object(fields.get("expected")).get("messages");
        }

        SeedSecurity security() {
            return SeedSecurity.valueOf(
                    input().get("security").toString().replace('-', '_').toUpperCase(Locale.ROOT));
        }

        boolean hasSecurity() {
            return input().containsKey("security");
        }
    }

    private static Stream<Row> rows(String direction) throws IOException {
        Path copy =
                Path.of(System.getProperty("shorthand.root"), "plugin-codec-json/src/test/resources/wire/jrpc.json");
        List<Row> rows = Vectors.rows(copy.toUri().toURL()).stream()
                .map(Row::new)
                .filter(row -> row.hasSecurity() || WITHOUT_PROVIDER.contains(row.name()))
                .filter(row -> direction.equals(row.fields().get("direction")))
                .toList();
        assertTrue(rows.size() > 10, "rows to " + direction);
        return rows.stream();
    }

    /** An endpoint of ours that is connected to a socket. */
    private static final class Setup implements AutoCloseable {
        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        final Endpoint endpoint;
        final Wire wire;
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        Setup(Row row, String codec) throws IOException {
            endpoint = open(
                    row, Endpoint.builder().codec(codec).transport("tcp:127.0.0.1:" + server.getLocalPort()), seen);
            wire = Wire.accept(server);
        }

        @Override
        public void close() throws IOException {
            wire.close();
            endpoint.close();
            server.close();
        }
    }

    private static Endpoint open(Row row, EndpointBuilder builder, List<String> seen) throws IOException {
        if (row.hasSecurity()) {
            builder.security(row.security());
        }
        Endpoint endpoint = builder.open();
        for (String method : List.of("add", "say", "end")) {
            endpoint.dispatcher().add(method, (params, caller) -> {
                seen.add(method + " " + params.asMap() + " " + caller.headers());
                return method;
            });
        }
        return endpoint;
    }

    private static void decode(Row row, boolean byteByByte) throws Exception {
        try (Setup setup = new Setup(row, "jrpc")) {
            byte[] frame = row.frame();
            List<byte[]> pieces = new ArrayList<>();
            for (int i = 0; i < frame.length && byteByByte; i++) {
                pieces.add(new byte[] {frame[i]});
            }
            decode(row, setup.endpoint, setup.seen, setup.wire, byteByByte ? pieces : List.of(frame));
        }
    }

    private static void decodeCut(Row row) throws Exception {
        byte[] frame = row.frame();
        for (int cut = 1; cut < frame.length; cut++) {
            PieceTransport transport = new PieceTransport();
            List<String> seen = Collections.synchronizedList(new ArrayList<>());
            List<byte[]> pieces = List.of(Arrays.copyOf(frame, cut), Arrays.copyOfRange(frame, cut, frame.length));
            try (Endpoint endpoint = open(row, Endpoint.builder().codec("jrpc").transport(transport), seen)) {
                decode(row, endpoint, seen, transport, pieces);
            } catch (AssertionError e) {
                throw new AssertionError("cut at byte " + cut, e);
            }
        }
    }

    private static void decode(Row row, Endpoint endpoint, List<String> seen, Frames peer, List<byte[]> pieces)
            throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> replies = new ArrayList<>();
        for (Object each : row.messages() == null ? List.of() : row.messages()) {
            Map<String, Object> message = Json.object(each);
            if (message.get("kind").equals("message")) {
                expected.add(message.get("method") + " " + message.get("params") + " " + message.get("secinfo"));
            } else {
                replies.add(message.get("kind").toString());
            }
        }
        expected = new ArrayList<>(CORRECT.getOrDefault(row.name(), expected));
        boolean endRefused = row.name().equals("dec-sec-nosec-split-header");
        if (!endRefused) {
            expected.add("end {} " + (END_HAS_HEADER.contains(row.name()) ? "{user=bob}" : "{}"));
        }
        boolean answers = replies.contains("reply");
        Promise<Object> first = answers ? endpoint.callAsync("first", Params.absent()) : null;
        Promise<Object> second = answers ? endpoint.callAsync("second", Params.absent()) : null;
        for (byte[] piece : pieces) {
            peer.send(piece);
        }
        peer.send(REST.getOrDefault(row.name(), END).getBytes(StandardCharsets.UTF_8));
        assertEquals(ERRORS.getOrDefault(row.name(), List.of()), errorsUpToTheEnd(peer));
        assertEquals(expected, seen);
        if (answers) {
            assertEquals(3L, first.result(LONG));
            RemoteException error = assertThrows(RemoteException.class, () -> second.result(LONG));
            assertEquals("5 no trace", error.code() + " " + error.getMessage() + " " + error.data());
        }
    }

    /** Receives until the last call is answered; returns the errors, as id and code. */
    private static List<String> errorsUpToTheEnd(Frames wire) throws IOException {
        List<String> errors = new ArrayList<>();
        while (true) {
            Map<String, Object> message = receive(wire);
            if (message.containsKey("error")) {
                errors.add(message.get("id") + " "
                        + Json.object(message.get("error")).get("code"));
            }
            if ("end".equals(message.get("id"))) {
                return errors;
            }
        }
    }

    private static Map<String, Object> receive(Frames wire) throws IOException {
        Map<String, Object> message = Json.object(Json.read(wire.receive()));
        if (!"rpc.secinfo".equals(message.get("method"))) {
            return message;
        }
        String payload = wire.receive();
        boolean encoded = Map.of("enc", "b64").equals(message.get("params"));
        return Json.object(Json.read(encoded ? unpacked(payload) : payload));
    }

    private static String unpacked(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static void encode(Row row) throws Exception {
        if (row.name().equals("enc-delim-in-secinfo-only")) {
            refusesADelimiterInTheHeader(row);
            return;
        }
        List<String> pieces = Arrays.asList(new String(row.frame(), StandardCharsets.UTF_8).split("\0"));
        try (Setup setup = new Setup(row, "jrpc")) {
            send(row, setup);
            List<String> received = setup.wire.receive(pieces.size());
            boolean encoded = row.security() == SeedSecurity.B64;
            for (int i = 0; i < pieces.size(); i++) {
                boolean unpack = encoded && i == 1;
                assertEquals(
                        Json.read(unpack ? unpacked(pieces.get(i)) : pieces.get(i)),
                        Json.read(unpack ? unpacked(received.get(i)) : received.get(i)));
            }
        }
    }

    private static void send(Row row, Setup setup) throws IOException {
        Map<String, Object> input = row.input();
        switch (input.get("op").toString()) {
            case "call" -> {
                Params params = Params.named(Json.object(input.get("params")));
                if (input.get("id").equals(0L)) {
                    setup.endpoint.notify("m", params);
                    return;
                }
                // The ids begin with 1: these bring it to where the row has it.
                for (long id = 1; id < (Long) input.get("id"); id++) {
                    setup.endpoint.callAsync("before", Params.absent());
                    receive(setup.wire);
                }
                setup.endpoint.callAsync("m", params);
            }
            case "reply" -> {
                setup.endpoint.dispatcher().add("ask", (params, caller) -> input.get("result"));
                setup.wire.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":" + input.get("id") + "}");
            }
            case "error" -> {
                setup.endpoint.dispatcher().add("ask", (params, caller) -> {
                    throw new RpcException(
                            (Long) input.get("code"), input.get("message").toString(), input.get("data"));
                });
                setup.wire.send("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":" + input.get("id") + "}");
            }
            default -> throw new AssertionError(input.toString());
        }
    }

    // J3: the seed looks for the delimiter in the payload alone.
    private static void refusesADelimiterInTheHeader(Row row) throws Exception {
        try (Setup setup = new Setup(row, "jrpc:bob")) {
            assertThrows(EncodeException.class, () -> setup.endpoint.notify("m", Params.named(Map.of("a", 1))));
            setup.endpoint.close();
            AssertionError end = assertThrows(AssertionError.class, setup.wire::receive);
            assertEquals("the connection was closed after: ", end.getMessage());
        }
    }
}
