package dev.shorthand.tests.msgpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.codec.msgpack.Extension;
import dev.shorthand.codec.msgpack.MsgpackCodec;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.tests.kernel.Pair;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Endpoints that speak MessagePack-RPC with one another over a real socket. */
class MsgpackEndpointTest {
    record Point(double x, double y) {}

    record Shape(String name, List<Point> points) {}

    interface Drawing {
        Shape moved(Shape shape, double dx, double dy);

        Instant later(Instant time, Duration by);

        byte[] inverted(byte[] bytes);

        Object same(Object value);

        Map<Long, String> upper(Map<Integer, String> names);

        String greet(String greeting, Caller caller, String name);

        void note(String text);

        int nothing();
    }

    private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();

    private final Drawing drawing = new Drawing() {
        @Override
        public Shape moved(Shape shape, double dx, double dy) {
            return new Shape(
                    shape.name(),
                    shape.points().stream()
                            .map(point -> new Point(point.x() + dx, point.y() + dy))
                            .toList());
        }

        @Override
        public Instant later(Instant time, Duration by) {
            return time.plus(by);
        }

        @Override
        public byte[] inverted(byte[] bytes) {
            byte[] inverted = bytes.clone();
            for (int i = 0; i < inverted.length; i++) {
                inverted[i] ^= -1;
            }
            return inverted;
        }

        @Override
        public Object same(Object value) {
            return value;
        }

        @Override
        public Map<Long, String> upper(Map<Integer, String> names) {
            Map<Long, String> upper = new HashMap<>();
            names.forEach((number, name) -> upper.put((long) number, name.toUpperCase(Locale.ROOT)));
            return upper;
        }

        @Override
        public String greet(String greeting, Caller caller, String name) {
            return greeting + ", " + name + (caller.peer().isPresent() ? "!" : "?");
        }

        @Override
        public void note(String text) {
            noted.add(text);
        }

        @Override
        public int nothing() {
            throw new RpcException(404, "nothing here", Map.of("why", List.of(1L)));
        }
    };

    private Pair open(String codec) throws Exception {
        return open(codec, server -> {}, client -> {});
    }

    private Pair open(String codec, Consumer<EndpointBuilder> serverSide, Consumer<EndpointBuilder> clientSide)
            throws Exception {
        return Pair.open(
                server -> serverSide.accept(server.codec(codec).serve(Drawing.class, drawing)),
                client -> clientSide.accept(client.codec(codec)));
    }

    @Test
    void typedMethodsAreCalledByPosition() throws Exception {
        try (Pair pair = open("msgpack")) {
            assertCalls(pair.client.remote(Drawing.class));
        }
    }

    @Test
    void typedMethodsAreCalledByNameWhereBothSidesSaySo() throws Exception {
        try (Pair pair = open("msgpack?named=true&errorData=true")) {
            assertCalls(pair.client.remote(Drawing.class));
            assertEquals(
                    Instant.EPOCH.plusSeconds(60),
                    pair.client.call("later", Map.of("by", "PT1M", "time", Instant.EPOCH)));
        }
    }

    private void assertCalls(Drawing remote) throws InterruptedException {
        Shape shape = new Shape("héx", List.of(new Point(0, 0.5), new Point(-1, 1e300)));
        assertEquals(new Shape("héx", List.of(new Point(1, 2.5), new Point(0, 1e300))), remote.moved(shape, 1, 2));
        Instant now = Instant.parse("2026-11-22T10:15:30.123456789Z");
        assertEquals(now.plusSeconds(5), remote.later(now, Duration.ofSeconds(5)));
        assertArrayEquals(new byte[] {-1, 0, 1}, remote.inverted(new byte[] {0, -1, -2}));
        assertEquals("Hello, world!", remote.greet("Hello", Caller.local(), "world"));
        assertEquals(
                List.of(Extension.of(5, new byte[] {1}), now, 1L << 62),
                remote.same(List.of(Extension.of(5, new byte[] {1}), now, 1L << 62)));
        remote.note("noted");
        assertEquals("noted", noted.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void mapsWithIntegersAsKeysArriveAsSuchWhetherTheyGoAsTextsOrNot() throws Exception {
        for (String codec : List.of("msgpack", "msgpack?integerKeys=true")) {
            try (Pair pair = open(codec)) {
                Drawing remote = pair.client.remote(Drawing.class);
                assertEquals(Map.of(-7L, "A", 70_000L, "B"), remote.upper(Map.of(-7, "a", 70_000, "b")));
                assertEquals(Map.of("5", "x"), remote.same(Map.of(5, "x")));
            }
        }
    }

    @Test
    void theServerCallsItsClient() throws Exception {
        try (Pair pair = open("msgpack")) {
            pair.client.serve(Drawing.class, drawing);
            assertEquals(
                    Instant.EPOCH.plusSeconds(1),
                    pair.atServer.remote(Drawing.class).later(Instant.EPOCH, Duration.ofSeconds(1)));
        }
    }

    @Test
    void namedArgumentsAreRefusedBeforeTheyAreSentAndTheConnectionLivesOn() throws Exception {
        try (Pair pair = open("msgpack")) {
            EncodeException refused =
                    assertThrows(EncodeException.class, () -> pair.client.call("note", Map.of("text", "x")));
            assertTrue(refused.getMessage().contains("named=true"), refused.getMessage());
            assertEquals("PT1S", pair.client.call("same", "PT1S"));
        }
    }

    @Test
    void aFailureHasItsCodeAndMessageAndItsDataByOption() throws Exception {
        try (Pair pair = open("msgpack")) {
            RemoteException failed = assertThrows(
                    RemoteException.class,
                    () -> pair.client.remote(Drawing.class).nothing());
            assertEquals(404, failed.code());
            assertEquals("nothing here", failed.getMessage());
            assertNull(failed.data());
        }
        try (Pair pair = open("msgpack?errorData=true")) {
            RemoteException failed = assertThrows(
                    RemoteException.class,
                    () -> pair.client.remote(Drawing.class).nothing());
            assertEquals(Map.of("why", List.of(1L)), failed.data());
        }
    }

    @Test
    void deadlinesAndCancellationsTravel() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Pair pair = open(
                "msgpack",
                server -> server.cancellation(Cancellation.RPC).carryDeadlines(),
                client -> client.cancellation(Cancellation.RPC).carryDeadlines())) {
            pair.server
                    .dispatcher()
                    .add(
                            "left",
                            (params, caller) ->
                                    caller.timeLeft().map(Duration::toSeconds).orElse(-1L));
            pair.server.dispatcher().add("wait", (params, caller) -> {
                Promise<Object> ended = new Promise<>();
                caller.onCancel(() -> {
                    cancelled.countDown();
                    ended.complete("nobody waits");
                });
                begun.countDown();
                return ended;
            });
            long left = (Long) pair.client
                    .callAsync("left", Params.absent(), Duration.ofSeconds(100))
                    .get(20, TimeUnit.SECONDS);
            assertTrue(left > 70 && left <= 100, left + " s");
            Promise<?> waiting = pair.client.callAsync("wait", Params.absent());
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            waiting.cancel(true);
            assertTrue(cancelled.await(20, TimeUnit.SECONDS));
        }
    }

    /** Turns the payload into what is no MessagePack. */
    private static final class Rot implements Security {
        @Override
        public Sealed seal(byte[] payload, int offset, int length) {
            return new Sealed(Map.of("enc", "rot", "user", "bob"), rotated(payload, offset, length));
        }

        @Override
        public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers) {
            return rotated(payload, offset, length);
        }

        private static byte[] rotated(byte[] payload, int offset, int length) {
            byte[] rotated = new byte[length];
            for (int i = 0; i < length; i++) {
                rotated[i] = (byte) (payload[offset + i] ^ 0x5a);
            }
            return rotated;
        }
    }

    @Test
    void securedMessagesTravelOnTheStreamWhateverTheyHaveBecome() throws Exception {
        try (Pair pair = open("msgpack", server -> server.security(new Rot()), client -> client.security(new Rot()))) {
            pair.server
                    .dispatcher()
                    .add("who", (params, caller) -> caller.headers().get("user"));
            assertEquals("bob", pair.client.call("who"));
            assertCalls(pair.client.remote(Drawing.class));
            assertEquals("x".repeat(100_000), pair.client.call("same", "x".repeat(100_000)));
        }
    }

    @Test
    void aCodecOfTheBuilderDoesAsOneOfAnExpression() throws Exception {
        try (Pair pair = Pair.open(
                server ->
                        server.codec(MsgpackCodec.builder().named(true).build()).serve(Drawing.class, drawing),
                client -> client.codec("msgpack?named=true"))) {
            assertCalls(pair.client.remote(Drawing.class));
        }
    }

    @Test
    void aBadMessageIsAnsweredAndTheNextOneIsRead() throws Exception {
        try (Pair pair = open("msgpack");
                MsgpackSocket peer =
                        MsgpackSocket.connect(pair.server.transports().get(0))) {
            String good = "940003a473616d659105";
            // Text that is not UTF-8; 0xc1 is for the framing.
            peer.send("940001a1ff90" + good);
            assertEquals("9401c092d18044ab5061727365206572726f72c0", peer.receive(20));
            assertEquals("940103c005", peer.receive(5));
            peer.send("940002a473616d65" + "c0" + good);
            assertEquals("94010292d180a6ae496e76616c696420706172616d73c0", peer.receive(23));
            assertEquals("940103c005", peer.receive(5));
        }
    }

    @Test
    void aByteThatBeginsNoValueIsAnsweredAndEndsThatConnectionAlone() throws Exception {
        try (Pair pair = open("msgpack")) {
            for (String bad : List.of("c1", "940003a473616d6591c1", "940003a473616d659181a16bc1", "9400c1")) {
                try (MsgpackSocket peer =
                        MsgpackSocket.connect(pair.server.transports().get(0))) {
                    peer.send("940003a473616d659105");
                    assertEquals("940103c005", peer.receive(5));
                    peer.send(bad);
                    String answer = new String(peer.receiveAll(), StandardCharsets.ISO_8859_1);
                    assertTrue(answer.contains("0xc1 stands"), answer);
                }
            }
            assertEquals("PT1S", pair.client.call("same", "PT1S"));
        }
    }

    @Test
    void whoSpeaksAnotherProtocolIsToldSoOnceAndTheConnectionEnds() throws Exception {
        try (Pair pair = open("msgpack");
                MsgpackSocket peer =
                        MsgpackSocket.connect(pair.server.transports().get(0))) {
            peer.sendBytes("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}\0".getBytes(StandardCharsets.UTF_8));
            String reason = "0x7b stands where a message begins ('{'), and a message is an array;"
                    + " see that the other side speaks MessagePack-RPC";
            byte[] answer = peer.receiveAll();
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            assertTrue(text.endsWith(reason + "\u00c0"), text);
            assertEquals(text.indexOf(reason), text.lastIndexOf(reason));
            assertEquals("PT1S", pair.client.call("same", "PT1S"));
        }
    }
}
