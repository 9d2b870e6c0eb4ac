package dev.shorthand.tests.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tests.kernel.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Whole endpoints over ZeroMQ. */
@Timeout(90)
class ZmqEndpointTest {
    @TempDir
    Path folder;

    private static Endpoint server(String transport) throws Exception {
        Endpoint server = Endpoint.builder().codec("jrpc").transport(transport).open();
        server.dispatcher().add("echo", (params, caller) -> params.value(0));
        return server;
    }

    private static Endpoint client(Endpoint... servers) throws Exception {
        StringBuilder all = new StringBuilder("zmq:");
        for (Endpoint server : servers) {
            all.append('(').append(address(server)).append(')');
        }
        return Endpoint.builder().codec("jrpc").transport(all.toString()).open();
    }

    private static String address(Endpoint server) {
        return server.transports().get(0).substring("zmqserv:".length());
    }

    @Test
    void callsGoOverEveryKindOfEndpoint() throws Exception {
        for (String endpoint : List.of("tcp://127.0.0.1:*", "tcp://*:0", "ipc://*", "inproc://shorthand-test")) {
            try (Endpoint server = server("zmqserv:" + endpoint);
                    Endpoint client = Endpoint.builder()
                            .codec("jrpc")
                            .transport("zmq:" + address(server).replace("*", "127.0.0.1"))
                            .open()) {
                assertEquals("hello", client.call("echo", Params.positional("hello")), endpoint);
            }
        }
    }

    @Test
    void manyThreadsCallAtOnce() throws Exception {
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint client = client(server)) {
            List<Thread> threads = new ArrayList<>();
            Set<Integer> failed = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                threads.add(new Thread(() -> {
                    for (int call = 0; call < 200; call++) {
                        String text = number + "/" + call;
                        if (!text.equals(client.call("echo", Params.positional(text)))) {
                            synchronized (failed) {
                                failed.add(number);
                            }
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(Set.of(), failed);
        }
    }

    @Test
    void handlersThatAskTheirCallerWhileItsOtherCallsWaitAreAllAnswered() throws Exception {
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint client = client(server)) {
            server.dispatcher()
                    .add(
                            "ask",
                            (params, caller) ->
                                    caller.peer().orElseThrow().call("answer", Params.positional(params.value(0))));
            client.dispatcher().add("answer", (params, caller) -> params.value(0));
            // Many arrive together, and what each waits for arrives behind them.
            List<Promise<Object>> asked = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                asked.add(client.callAsync("ask", Params.positional(i)));
            }
            for (int i = 0; i < 500; i++) {
                assertEquals((long) i, asked.get(i).get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void aHandlerMayWaitForWhatArrivedTogetherWithItsCall() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        Promise<Object> released = new Promise<>();
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint client = client(server);
                Endpoint other = client(server)) {
            server.dispatcher().add("hold", (params, caller) -> hold.await(60, TimeUnit.SECONDS));
            server.dispatcher().add("wait", (params, caller) -> released.get(30, TimeUnit.SECONDS));
            server.dispatcher().add("release", (params, caller) -> released.complete("released"));
            client.notify("hold", Params.absent());
            Promise<Object> waiting = client.callAsync("wait", Params.absent());
            client.notify("release", Params.absent());
            // Meanwhile both arrive, and nothing else of that peer's does afterwards.
            for (int i = 0; i < 20; i++) {
                other.call("echo", Params.positional(i));
            }
            hold.countDown();
            assertEquals("released", waiting.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aHandlerThatTakesLongHoldsUpNoOtherPeer() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint slow = client(server);
                Endpoint quick = client(server)) {
            server.dispatcher().add("wait", (params, caller) -> release.await(60, TimeUnit.SECONDS));
            Promise<Object> waiting = slow.callAsync("wait", Params.absent());
            for (int i = 0; i < 20; i++) {
                assertEquals(i, ((Long) quick.call("echo", Params.positional(i))).intValue());
            }
            release.countDown();
            assertEquals(true, waiting.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPeerThatSendsMoreThanIsHandledHoldsUpNoOtherPeer() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch handled = new CountDownLatch(48);
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0?maxQueued=1MiB");
                Endpoint flooding = client(server);
                Endpoint other = client(server)) {
            server.dispatcher()
                    .add("wait", (params, caller) -> release.await(60, TimeUnit.SECONDS))
                    .add("news", (params, caller) -> {
                        handled.countDown();
                        return null;
                    });
            flooding.notify("wait", Params.absent());
            String large = "x".repeat(64 << 10);
            for (int i = 0; i < 48; i++) {
                flooding.notify("news", Params.positional(large));
            }
            for (int i = 0; i < 20; i++) {
                Promise<Object> call = other.callAsync("echo", Params.positional(i));
                assertEquals(i, ((Long) call.get(10, TimeUnit.SECONDS)).intValue());
            }
            release.countDown();
            assertTrue(handled.await(20, TimeUnit.SECONDS), "all of it is handled once there is time for it");
        }
    }

    @Test
    void aPeerThatGoesOnSendingWhileNothingIsHandledIsGivenUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<Peer> lost = new LinkedBlockingQueue<>();
        BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmqserv:tcp://127.0.0.1:0?maxQueued=10KiB&maxFrame=10KiB")
                        .onDisconnect(gone::add)
                        .open();
                Endpoint other = client(server);
                Endpoint flooding = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:" + address(server))
                        .onConnect(there::add)
                        .onDisconnect(lost::add)
                        .open()) {
            server.dispatcher()
                    .add("echo", (params, caller) -> params.value(0))
                    .add("wait", (params, caller) -> release.await(60, TimeUnit.SECONDS));
            there.take();
            Promise<Object> waiting = flooding.callAsync("wait", Params.absent());
            String text = "x".repeat(1 << 10);
            for (int i = 0; i < 40; i++) {
                flooding.notify("echo", Params.positional(text));
            }
            String why = "\\d+ bytes of calls wait to be handled; send less at once, or raise maxQueued";
            Peer peer = gone.poll(20, TimeUnit.SECONDS);
            assertTrue(
                    peer.disconnection().orElseThrow().getMessage().matches(".*\\(" + why + "\\)"),
                    () -> peer.disconnection().orElseThrow().getMessage());
            ExecutionException failed = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
            assertTrue(failed.getCause().getMessage().matches(".*\\(" + why + "\\)"), failed.getCause()::getMessage);
            // Its connection stands, and so it is there again at once.
            assertTrue(lost.poll(20, TimeUnit.SECONDS) != null, "its end is reported");
            assertTrue(there.poll(20, TimeUnit.SECONDS) != null, "it is there again");
            awaitAgain(flooding, "echo", "again");
            assertEquals("here", other.call("echo", Params.positional("here")));
            release.countDown();
        }
    }

    @Test
    void aMessageOverTheOtherSidesLimitIsAnErrorWithBothFigures() throws Exception {
        BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmqserv:tcp://127.0.0.1:0?maxFrame=20KiB")
                        .onConnect(peers::add)
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:" + address(server) + "?maxFrame=10KiB")
                        .open();
                Endpoint large = client(server)) {
            for (Endpoint side : List.of(server, client, large)) {
                side.dispatcher()
                        .add(
                                "length",
                                (params, caller) ->
                                        String.valueOf(params.value(0)).length());
                side.dispatcher().add("text", (params, caller) -> "x".repeat(15_000));
            }
            String over =
                    "(a message of %s bytes is over the limit of %s; send less at once, or raise maxFrame on both sides)";
            // A call that the server does not take, and a reply and a call that the client does not.
            assertFails(() -> large.call("length", Params.positional("x".repeat(30_000))), over, "300..", "20480");
            awaitAgain(large, "length", 5L);
            peers.take();
            assertFails(() -> client.call("text", Params.absent()), over, "150..", "10240");
            awaitAgain(client, "length", 5L);
            peers.take();
            Peer again = peers.take();
            assertFails(() -> again.call("length", Params.positional("x".repeat(15_000))), over, "150..", "10240");
            awaitAgain(client, "length", 5L);
        }
    }

    @Test
    void aMessageFarOverTheOtherSidesLimitEndsTheConnectionWhichComesBack() throws Exception {
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0?maxFrame=300KiB");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:" + address(server) + "?maxFrame=10KiB")
                        .open();
                Endpoint large = client(server)) {
            server.dispatcher().add("text", (params, caller) -> "x".repeat(200_000));
            assertFails(
                    () -> large.call("echo", Params.positional("x".repeat(800_000))),
                    "the longest message sent over it had %s bytes: it ends, too, where that is over twice the other side's maxFrame",
                    "8000..");
            assertFails(
                    () -> client.call("text", Params.absent()),
                    "(a message was over twice the limit of 10240, which ends a connection; send less at once, or raise maxFrame on both sides)");
            awaitAgain(large, "echo", "again");
            awaitAgain(client, "echo", "again");
        }
    }

    /** Waits for a new peer in the place of the one that is lost. */
    private static void awaitAgain(Endpoint client, String method, Object result) {
        Wait.until("there is a peer again", () -> {
            try {
                return client.call(method, Params.positional("again")).equals(result);
            } catch (DisconnectedException e) {
                return false;
            }
        });
    }

    private static void assertFails(Executable call, String format, Object... patterns) {
        String pattern = ".*" + Pattern.quote(format).replace("%s", "\\E%s\\Q").formatted(patterns) + ".*";
        DisconnectedException failed = assertThrows(DisconnectedException.class, call);
        assertTrue(failed.getMessage().matches(pattern), failed::getMessage);
    }

    @Test
    void callsGoToSeveralServersInTurn() throws Exception {
        try (Endpoint first = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint second = server("zmqserv:tcp://127.0.0.1:0")) {
            BlockingQueue<String> served = new LinkedBlockingQueue<>();
            first.dispatcher().add("serve", (params, caller) -> served.add("first"));
            second.dispatcher().add("serve", (params, caller) -> served.add("second"));
            try (Endpoint client = client(first, second)) {
                // Opening waits for one of them alone.
                Set<String> all = new HashSet<>();
                for (int i = 0; i < 10_000 && all.size() < 2; i++) {
                    client.call("serve", Params.absent());
                    all.add(served.take());
                }
                for (int i = 0; i < 10; i++) {
                    client.call("serve", Params.absent());
                    client.call("serve", Params.absent());
                    assertEquals(Set.of("first", "second"), Set.of(served.take(), served.take()));
                }
            }
        }
    }

    @Test
    void aHeaderStaysWithItsPayloadWhereMessagesGoToSeveralServers() throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys"),
                "server 1 " + "0123456789abcdef".repeat(4) + "\nbob 2 " + "fedcba9876543210".repeat(4) + "\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        List<Endpoint> servers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .security("hmac:server?keys=" + keys)
                        .transport("zmqserv:tcp://127.0.0.1:0")
                        .open();
                server.dispatcher().add("echo", (params, caller) -> params.value(0));
                servers.add(server);
            }
            try (Endpoint client = Endpoint.builder()
                    .codec("jrpc")
                    .security("hmac:bob?peer=server&keys=" + keys)
                    .transport("zmq:(" + address(servers.get(0)) + ")(" + address(servers.get(1)) + ")")
                    .open()) {
                for (int i = 0; i < 50; i++) {
                    assertEquals("signed", client.call("echo", Params.positional("signed")));
                }
            }
        } finally {
            servers.forEach(Endpoint::close);
        }
    }

    @Test
    void aServerClosesOnePeerAndTheOthersStay() throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint server = server("zmqserv:tcp://127.0.0.1:0");
                Endpoint other = client(server);
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:" + address(server))
                        .onDisconnect(gone::add)
                        .open()) {
            server.dispatcher().add("never", (params, caller) -> new Promise<Object>());
            server.dispatcher().add("leave", (params, caller) -> {
                caller.peer().orElseThrow().close();
                return null;
            });
            assertEquals("here", other.call("echo", Params.positional("here")));
            Promise<Object> never = client.callAsync("never", Params.absent());
            client.notify("leave", Params.absent());
            ExecutionException failed = assertThrows(ExecutionException.class, () -> never.get(20, TimeUnit.SECONDS));
            assertInstanceOf(DisconnectedException.class, failed.getCause());
            assertTrue(gone.poll(20, TimeUnit.SECONDS) != null, "its end is reported");
            assertEquals("still here", other.call("echo", Params.positional("still here")));
        }
    }

    @Test
    void largeResultsBothWaysAtOnceArrive() throws Exception {
        String large = "x".repeat(64 << 10);
        int calls = 1_000;
        BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmqserv:tcp://127.0.0.1:0")
                        .onConnect(peers::add)
                        .open();
                Endpoint client = client(server)) {
            server.dispatcher().add("large", (params, caller) -> large);
            client.dispatcher().add("large", (params, caller) -> large);
            client.call("large", Params.absent());
            Peer back = peers.take();
            List<Promise<Object>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(client.callAsync("large", Params.absent()));
                all.add(back.callAsync("large", Params.absent()));
            }
            for (Promise<Object> one : all) {
                assertEquals(large, one.get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void whoSendsToAPeerThatDoesNotReadFailsAtOnceWhereThatWasChosen() throws Exception {
        try (Unread unread = new Unread("whenFull=fail")) {
            LimitException full = assertThrows(LimitException.class, unread::notifyUntilFull);
            assertTrue(
                    full.getMessage().contains("it does not read; send less at once, raise maxQueued"),
                    full::getMessage);
            unread.read.countDown();
            Wait.until("there is room again", () -> {
                try {
                    return unread.peer.call("echo", Params.positional("again")).equals("again");
                } catch (LimitException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void whatZeroMqHoldsForAPeerThatDoesNotReadCountsAmongWhatWaits() throws Exception {
        try (Unread unread = new Unread("sendTimeout=1s")) {
            unread.peer.notify("wait", Params.absent());
            String large = "x".repeat(64 << 10);
            DeadlineException full = assertThrows(DeadlineException.class, () -> {
                // Beside maxQueued there are the buffers of the operating system, and what the other side has read;
                // ZeroMQ itself would take 1,000.
                for (int i = 0; i < 600; i++) {
                    unread.peer.notify("echo", Params.positional(large));
                }
            });
            assertTrue(full.getMessage().contains("raise maxQueued, which is 1048576"), full::getMessage);
            unread.read.countDown();
            assertEquals("again", unread.peer.call("echo", Params.positional("again")));
        }
    }

    @Test
    void aPeerThatDoesNotReadIsDroppedWhereThatWasChosen() throws Exception {
        try (Unread unread = new Unread("whenFull=drop")) {
            assertThrows(DisconnectedException.class, unread::notifyUntilFull);
            Throwable why = unread.peer.disconnection().orElseThrow();
            assertTrue(why.getMessage().contains("whenFull says that it is dropped for that"), why::getMessage);
            try (Endpoint other = client(unread.server)) {
                assertEquals("still here", other.call("echo", Params.positional("still here")));
            }
        }
    }

    @Test
    void theOtherPeersGetWhatIsSentToAllWhateverIsChosenForOneThatDoesNotRead() throws Exception {
        String large = "x".repeat(100_000);
        for (String choice : List.of("wait", "fail", "drop")) {
            // So many are on their way to the one that reads: no more than there is room for, however busy the machine
            // is.
            Semaphore onTheirWay = new Semaphore(5);
            try (Unread unread = new Unread("whenFull=" + choice);
                    Endpoint reader = client(unread.server)) {
                reader.dispatcher().add("echo", (params, caller) -> {
                    onTheirWay.release();
                    return null;
                });
                reader.call("echo", Params.positional("known from now on"));
                unread.peer.notify("wait", Params.absent());
                for (int i = 0; i < 400; i++) {
                    assertTrue(onTheirWay.tryAcquire(20, TimeUnit.SECONDS), choice);
                    unread.server.notify("echo", Params.positional(large));
                }
                assertTrue(onTheirWay.tryAcquire(5, 20, TimeUnit.SECONDS), choice);
                assertEquals(!choice.equals("drop"), unread.peer.isConnected(), choice);
            }
        }
    }

    /** A server, and a client whose handler keeps it from reading. */
    private static final class Unread implements AutoCloseable {
        final CountDownLatch read = new CountDownLatch(1);
        final Endpoint server;
        final Peer peer;
        private final Endpoint client;

        Unread(String options) throws Exception {
            BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
            server = Endpoint.builder()
                    .codec("jrpc")
                    .transport("zmqserv:tcp://127.0.0.1:0?maxQueued=1MiB&" + options)
                    .onConnect(peers::add)
                    .open();
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            client = Endpoint.builder()
                    .codec("jrpc")
                    .transport("zmq:" + address(server) + "?highWaterMark=10&maxQueued=1MiB")
                    .open();
            client.dispatcher().add("wait", (params, caller) -> read.await(50, TimeUnit.SECONDS));
            client.dispatcher().add("echo", (params, caller) -> params.value(0));
            client.call("echo", Params.positional("known from now on"));
            peer = peers.take();
        }

        void notifyUntilFull() {
            String large = "x".repeat(64 << 10);
            peer.notify("wait", Params.absent());
            for (int i = 0; i < 10_000; i++) {
                peer.notify("echo", Params.positional(large));
            }
        }

        @Override
        public void close() {
            read.countDown();
            client.close();
            server.close();
        }
    }
}
