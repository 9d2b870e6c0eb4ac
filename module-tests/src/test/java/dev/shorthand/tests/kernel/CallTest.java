package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Typed and untyped calls between two endpoints over a real socket. */
class CallTest {
    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, double y) {}

    record Shape(String name, List<Point> points, Optional<Colour> colour) {}

    interface Everything {
        String greet(String name);

        int add(int a, int b);

        byte[] reverse(byte[] bytes);

        Shape mirror(Shape shape);

        Map<String, List<Integer>> index(Map<String, Integer> counts);

        Optional<String> find(String key, Optional<String> fallback);

        Colour next(Colour colour);

        Promise<Long> later(long value);

        String caller(Caller caller);

        void note(String text);

        @Request
        void check(int value);
    }

    private static final class Served implements Everything {
        final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

        @Override
        public String greet(String name) {
            return "Hello, " + name;
        }

        @Override
        public int add(int a, int b) {
            return Math.addExact(a, b);
        }

        @Override
        public byte[] reverse(byte[] bytes) {
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            return reversed;
        }

        @Override
        public Shape mirror(Shape shape) {
            List<Point> mirrored = new ArrayList<>();
            shape.points().forEach(point -> mirrored.add(new Point(-point.x(), point.y())));
            return new Shape(shape.name(), mirrored, shape.colour());
        }

        @Override
        public Map<String, List<Integer>> index(Map<String, Integer> counts) {
            Map<String, List<Integer>> index = new java.util.LinkedHashMap<>();
            counts.forEach((name, count) -> index.put(name, List.of(count, count + 1)));
            return index;
        }

        @Override
        public Optional<String> find(String key, Optional<String> fallback) {
            return key.equals("known") ? Optional.of("found") : fallback;
        }

        @Override
        public Colour next(Colour colour) {
            return colour == Colour.RED ? Colour.GREEN : Colour.RED;
        }

        @Override
        public Promise<Long> later(long value) {
            Promise<Long> promise = new Promise<>();
            new Thread(() -> promise.complete(value + 1)).start();
            return promise;
        }

        @Override
        public String caller(Caller caller) {
            return caller.peerName();
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public void check(int value) {
            if (value < 0) {
                throw new RpcException(7, "negative", Map.of("value", value));
            }
        }
    }

    private static Pair pair(Served served) throws Exception {
        return Pair.open(server -> server.serve(Everything.class, served), client -> {});
    }

    @Test
    void carriesEveryTypeBothWays() throws Exception {
        try (Pair pair = pair(new Served())) {
            Everything remote = pair.client.remote(Everything.class);
            assertEquals("Hello, wörld €", remote.greet("wörld €"));
            assertEquals(3, remote.add(1, 2));
            assertArrayEquals(new byte[] {3, 0, -1}, remote.reverse(new byte[] {-1, 0, 3}));
            Shape shape = new Shape("s", List.of(new Point(1, 2.5), new Point(-3, 0)), Optional.of(Colour.GREEN));
            assertEquals(
                    new Shape("s", List.of(new Point(-1, 2.5), new Point(3, 0)), Optional.of(Colour.GREEN)),
                    remote.mirror(shape));
            assertEquals(Map.of("a", List.of(1, 2)), remote.index(Map.of("a", 1)));
            assertEquals(Optional.of("found"), remote.find("known", Optional.empty()));
            assertEquals(Optional.empty(), remote.find("unknown", Optional.empty()));
            assertEquals(Optional.of("else"), remote.find("unknown", Optional.of("else")));
            assertEquals(Colour.GREEN, remote.next(Colour.RED));
            assertEquals(8L, remote.later(7).result());
        }
    }

    @Test
    void tellsTheHandlerWhoCalled() throws Exception {
        try (Pair pair = pair(new Served())) {
            assertEquals(
                    pair.atServer.name(), pair.client.remote(Everything.class).caller(null));
        }
    }

    @Test
    void sendsVoidMethodsAsNotificationsAndWaitsForRequests() throws Exception {
        Served served = new Served();
        try (Pair pair = pair(served)) {
            Everything remote = pair.client.remote(Everything.class);
            remote.note("first");
            remote.note("second");
            assertEquals("first", served.notes.poll(20, TimeUnit.SECONDS));
            assertEquals("second", served.notes.poll(20, TimeUnit.SECONDS));
            remote.check(1);
            RemoteException failure = assertThrows(RemoteException.class, () -> remote.check(-1));
            assertEquals(7, failure.code());
            assertEquals("negative", failure.getMessage());
            assertEquals(Map.of("value", -1L), failure.data());
        }
    }

    @Test
    void givesTheCallersOwnStackTraceToAFailure() throws Exception {
        try (Pair pair = pair(new Served())) {
            RemoteException failure = assertThrows(
                    RemoteException.class,
                    () -> pair.client.remote(Everything.class).add(Integer.MAX_VALUE, 1));
            assertEquals(-32000, failure.code());
            assertEquals("integer overflow", failure.getMessage());
            assertTrue(List.of(failure.getStackTrace()).stream()
                    .anyMatch(frame -> frame.getClassName().equals(CallTest.class.getName())));
        }
    }

    @Test
    void namesTheParameterThatDoesNotFit() throws Exception {
        try (Pair pair = pair(new Served())) {
            RemoteException failure =
                    assertThrows(RemoteException.class, () -> pair.client.call("add", Map.of("a", "x", "b", 2)));
            assertEquals(-32602, failure.code());
            assertEquals("Invalid params", failure.getMessage());
            assertEquals("add: parameter a: expected an integer, got a string \"x\"", failure.data());
            assertEquals(5L, pair.client.call("add", 2, 3));
        }
    }

    @Test
    void namesTheMethodNearestToAnUnknownOne() throws Exception {
        try (Pair pair = pair(new Served())) {
            RemoteException failure = assertThrows(RemoteException.class, () -> pair.client.call("great", "x"));
            assertEquals(-32601, failure.code());
            assertEquals("Method not found", failure.getMessage());
            assertEquals("no method \"great\" is served here; did you mean greet?", failure.data());
        }
    }

    @Test
    void letsAServerCallItsClientAndNotifyAll() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Served served = new Served();
        try (Pair pair = Pair.open(server -> {}, client -> client.serve(Everything.class, served));
                Endpoint second = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(pair.server))
                        .dispatcher(
                                new dev.shorthand.kernel.Dispatcher().add("note", (params, caller) -> heard.add("2")))
                        .open()) {
            Wait.until("both are connected", () -> pair.server.peers().size() == 2);
            assertEquals("Hello, client", pair.atServer.remote(Everything.class).greet("client"));
            pair.server.notify("note", Map.of("text", "all"));
            assertEquals("all", served.notes.poll(20, TimeUnit.SECONDS));
            assertEquals("2", heard.poll(20, TimeUnit.SECONDS));
            IllegalStateException several =
                    assertThrows(IllegalStateException.class, () -> pair.server.call("greet", "x"));
            assertEquals(
                    "2 peers are connected; call one of them, for example peers().iterator().next().call(…)",
                    several.getMessage());
            assertEquals(1, second.peers().size());
        }
    }

    @Test
    void aPeerThatComesWhileACallLooksForOneIsNotOneOfSeveral() throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            AtomicBoolean over = new AtomicBoolean();
            FutureTask<Integer> caller = new FutureTask<>(() -> {
                int answered = 0;
                while (!over.get()) {
                    try {
                        server.call("greet", "x");
                        answered++;
                    } catch (RpcException nobodyOrLeaving) {
                        Thread.onSpinWait();
                    }
                }
                return answered;
            });
            Thread thread = new Thread(caller, "caller");
            thread.start();
            for (int i = 0; i < 1_000 && !caller.isDone(); i++) {
                try (Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(server))
                        .dispatcher(new dev.shorthand.kernel.Dispatcher().add("greet", (params, from) -> "hello"))
                        .open()) {
                    Wait.until("it is connected", () -> server.peers().size() == 1);
                    assertEquals(1, client.peers().size());
                }
                Wait.until("it is gone", () -> server.peers().isEmpty());
            }
            over.set(true);
            assertTrue(caller.get() > 0);
        }
    }

    @Test
    void describesAProxySensibly() throws Exception {
        try (Pair pair = pair(new Served())) {
            Everything remote = pair.client.remote(Everything.class);
            assertEquals("Everything at " + pair.client.transports().get(0), remote.toString());
            assertEquals(remote, remote);
            assertEquals(remote.hashCode(), remote.hashCode());
        }
    }

    @Test
    void answersManyCallsFromManyThreadsEachWithItsOwn() throws Exception {
        try (Pair pair = pair(new Served())) {
            Everything remote = pair.client.remote(Everything.class);
            List<Promise<Boolean>> done = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                int base = t * 100_000;
                Promise<Boolean> promise = new Promise<>();
                done.add(promise);
                new Thread(() -> {
                            boolean right = true;
                            for (int i = 0; i < 500; i++) {
                                right &= remote.add(base, i) == base + i;
                            }
                            promise.complete(right);
                        })
                        .start();
            }
            for (Promise<Boolean> promise : done) {
                assertTrue(promise.result(java.time.Duration.ofSeconds(50)));
            }
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
        }
    }

    @Test
    void refusesAnInterfaceThatCannotBeServed() {
        interface Bad {
            void take(Thread thread);
        }
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new dev.shorthand.kernel.Dispatcher().serve(Bad.class, thread -> {}));
        assertTrue(
                refused.getMessage().contains("take") && refused.getMessage().contains("java.lang.Thread"),
                refused::getMessage);
    }
}
