package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.CancelledException;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointClosedException;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every call ends: with a reply, at its deadline, when it is cancelled, or when the connection goes. */
class EndingTest {
    private static ServerSocket stranger() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    }

    private static Endpoint clientOf(ServerSocket server) throws IOException {
        return Endpoint.builder()
                .codec("jrpc")
                .transport("tcp:127.0.0.1:" + server.getLocalPort())
                .grace(Duration.ZERO)
                .open();
    }

    @Test
    void endsACallAtItsDeadline() throws Exception {
        try (ServerSocket silent = stranger();
                Endpoint client = clientOf(silent)) {
            Promise<Object> promise = client.callAsync("m", Params.absent(), Duration.ofMillis(30));
            DeadlineException late =
                    assertThrows(DeadlineException.class, () -> promise.result(Duration.ofSeconds(20)));
            assertEquals(
                    "no reply to m from 127.0.0.1:" + silent.getLocalPort()
                            + " before the deadline; give it more time, or see whether the peer is busy",
                    late.getMessage());
            assertEquals(0, client.peers().iterator().next().pendingCalls());
        }
    }

    @Test
    void leavesNothingPendingAfterManyDeadlinesAndCancellations() throws Exception {
        try (ServerSocket silent = stranger();
                Endpoint client = clientOf(silent);
                RawPeer reads = RawPeer.accept(silent)) {
            Thread reader = new Thread(() -> {
                try {
                    while (reads.receive() != null) {
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    // The client has gone, which ends this thread.
                    Thread.currentThread().interrupt();
                }
            });
            reader.start();
            Peer peer = client.peers().iterator().next();
            List<Promise<Object>> promises = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                promises.add(client.callAsync("m", Params.absent(), Duration.ofMillis(1 + i % 50)));
                Promise<Object> cancelled = client.callAsync("m", Params.absent());
                assertTrue(cancelled.cancel(false));
            }
            for (Promise<Object> promise : promises) {
                assertThrows(DeadlineException.class, () -> promise.result(Duration.ofSeconds(20)));
            }
            assertEquals(0, peer.pendingCalls());
        }
    }

    @Test
    void endsACallWhoseCallerIsInterrupted() throws Exception {
        try (ServerSocket silent = stranger();
                Endpoint client = clientOf(silent)) {
            Promise<Throwable> outcome = new Promise<>();
            Thread caller =
                    new Thread(() -> outcome.complete(assertThrows(CancelledException.class, () -> client.call("m"))));
            caller.start();
            Wait.until(
                    "the call is sent", () -> client.peers().iterator().next().pendingCalls() == 1);
            caller.interrupt();
            outcome.result(Duration.ofSeconds(20));
            assertEquals(0, client.peers().iterator().next().pendingCalls());
        }
    }

    @Test
    void failsThePendingCallsOfALostConnectionAtOnce() throws Exception {
        try (ServerSocket server = stranger();
                Endpoint client = clientOf(server)) {
            RawPeer peer = RawPeer.accept(server);
            Promise<Object> promise = client.callAsync("m", Params.absent());
            peer.receive();
            peer.close();
            DisconnectedException lost =
                    assertThrows(DisconnectedException.class, () -> promise.result(Duration.ofSeconds(20)));
            String address = "127.0.0.1:" + server.getLocalPort();
            assertEquals(
                    "no reply to m: the connection to " + address + " is closed: the other side closed it",
                    lost.getMessage());
            Wait.until("the peer is gone", () -> client.peers().isEmpty());
            DisconnectedException none = assertThrows(DisconnectedException.class, () -> client.call("m"));
            assertEquals("no peer is connected to tcp:" + address + "; is the other side running?", none.getMessage());
        }
    }

    @Test
    void aPeerThatTheServerClosesIsGoneOnBothSidesAndEachKnowsWhy() throws Exception {
        BlockingQueue<String> gone = new LinkedBlockingQueue<>();
        Consumer<Peer> why = peer -> gone.add(peer.disconnection().orElseThrow().getMessage());
        try (Pair pair = Pair.open(server -> server.onDisconnect(why), client -> client.onDisconnect(why));
                Pair other = Pair.open(server -> {}, client -> {})) {
            assertTrue(pair.atServer.disconnection().isEmpty());
            pair.atServer.close();
            pair.client.awaitEnd();
            // Either side may be told first.
            assertEquals(
                    Set.of(
                            "the connection to " + pair.atServer.name() + " is closed: this side closed it",
                            "the connection to " + Pair.clientOf(pair.server).replace("tcp:", "")
                                    + " is closed: the other side closed it"),
                    Set.of(
                            String.valueOf(gone.poll(20, TimeUnit.SECONDS)),
                            String.valueOf(gone.poll(20, TimeUnit.SECONDS))));
            assertTrue(pair.server.peers().isEmpty());
            assertTrue(other.atServer.isConnected());
        }
    }

    @Test
    void namesHostAndPortOfARefusedConnection() throws Exception {
        int port;
        try (ServerSocket free = stranger()) {
            port = free.getLocalPort();
        }
        IOException refused = assertThrows(
                IOException.class,
                () -> Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcp:127.0.0.1:" + port)
                        .open());
        assertTrue(refused.getMessage().contains("127.0.0.1:" + port), refused::getMessage);
    }

    @Test
    void finishesWhatRunsWhenItCloses() throws Exception {
        CountDownLatch begun = new CountDownLatch(20);
        CountDownLatch go = new CountDownLatch(1);
        Dispatcher slow = new Dispatcher().add("slow", (params, caller) -> {
            begun.countDown();
            go.await(20, TimeUnit.SECONDS);
            return "done";
        });
        try (Pair pair = Pair.open(
                server -> server.dispatcher(slow)
                        .execution(Execution.concurrent())
                        .grace(Duration.ofSeconds(20)),
                client -> {})) {
            List<Promise<Object>> promises = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                promises.add(pair.client.callAsync("slow", Params.absent()));
            }
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            Thread closing = new Thread(pair.server::close);
            closing.start();
            Wait.until("it refuses new calls", () -> refuses(pair.server));
            go.countDown();
            for (Promise<Object> promise : promises) {
                assertEquals("done", promise.result(Duration.ofSeconds(20)));
            }
            closing.join(20_000);
            Wait.until("the client has noticed", () -> pair.client.peers().isEmpty());
        }
    }

    private static boolean refuses(Endpoint endpoint) {
        try {
            endpoint.notify("x", Params.absent());
            return false;
        } catch (EndpointClosedException e) {
            return true;
        }
    }

    @Test
    void failsWhatDoesNotFinishWithinTheGracePeriod() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Dispatcher stuck = new Dispatcher().add("stuck", (params, caller) -> {
            never.await();
            return null;
        });
        try (Pair pair = Pair.open(
                server -> server.dispatcher(stuck)
                        .execution(Execution.concurrent())
                        .grace(Duration.ofMillis(50)),
                client -> {})) {
            Promise<Object> promise = pair.client.callAsync("stuck", Params.absent());
            Wait.until(
                    "the call is there",
                    () -> pair.client.peers().iterator().next().pendingCalls() == 1);
            pair.server.close();
            assertThrows(Exception.class, () -> promise.result(Duration.ofSeconds(20)));
        } finally {
            never.countDown();
        }
    }

    @Test
    void closingTwiceIsHarmlessAndLeavesNoThread() throws Exception {
        List<String> before = shorthandThreads();
        Pair pair =
                Pair.open(server -> server.dispatcher(new Dispatcher().add("m", (params, caller) -> 1)), client -> {});
        assertEquals(1L, pair.client.call("m"));
        pair.close();
        pair.close();
        Wait.until("its threads are gone", () -> before.containsAll(shorthandThreads()));
        EndpointClosedException closed = assertThrows(EndpointClosedException.class, () -> pair.client.call("m"));
        assertEquals(
                "the endpoint at " + pair.client.transports().get(0) + " is closed; open another", closed.getMessage());
        assertNull(pair.client.peer("nobody").orElse(null));
    }

    private static List<String> shorthandThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("shorthand"))
                .toList();
    }
}
