package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Api;
import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointClosedException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.transport.net.Tcp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An endpoint whose transport is replaced while it runs. */
class ReplaceTransportsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** As a client sees it. */
    interface Chat {
        @Outgoing
        String join(String name);

        @Incoming
        void said(String text);
    }

    private static Endpoint server(String name) throws IOException {
        return Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .dispatcher(new Dispatcher()
                        .add("name", (params, caller) -> name)
                        .add("never", (params, caller) -> new Promise<>()))
                .grace(Duration.ZERO)
                .open();
    }

    private static int port(Endpoint server) {
        return Integer.parseInt(server.transports().get(0).replaceFirst(".*:", ""));
    }

    @Test
    void aServerMovesToAnotherPort() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Promise<String> finished = new Promise<>();
        Dispatcher dispatcher = new Dispatcher()
                .add("slow", (params, caller) -> {
                    begun.countDown();
                    assertTrue(release.await(20, TimeUnit.SECONDS));
                    finished.succeed("finished");
                    return "slow";
                })
                .add("quick", (params, caller) -> "quick");
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            Promise<Object> slow = pair.client.callAsync("slow", Params.absent());
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            int before = port(pair.server);
            pair.server.replaceTransports("tcpserv:127.0.0.1:0");
            // The caller hears at once that its connection is gone; the handler is let finish.
            assertThrows(DisconnectedException.class, () -> slow.result(LONG));
            assertFalse(pair.atServer.isConnected());
            release.countDown();
            assertEquals("finished", finished.result(LONG));
            assertThrows(IOException.class, () -> new Socket("127.0.0.1", before).close());
            try (Endpoint again = Endpoint.builder()
                    .codec("jrpc")
                    .transport(Pair.clientOf(pair.server))
                    .open()) {
                assertEquals("quick", again.call("quick"));
            }
        }
    }

    @Test
    void aClientMovesToAnotherServerWithAllThatIsConnected() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Endpoint one = server("one");
                Endpoint two = server("two");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(one))
                        .open()) {
            var served = Api.inverted(two, Chat.class);
            served.on(Chat::join, name -> "Welcome to two, " + name);
            var chat = Api.of(client, Chat.class);
            chat.on(Chat::said, heard::add);
            assertEquals("one", client.call("name"));
            Promise<Object> pending = client.callAsync("never", Params.absent());
            client.replaceTransports(Pair.clientOf(two));
            DisconnectedException lost = assertThrows(DisconnectedException.class, () -> pending.result(LONG));
            assertEquals(
                    "no reply to never: the connection to 127.0.0.1:" + port(one)
                            + " is closed: its transport was replaced",
                    lost.getMessage());
            assertEquals(List.of(Pair.clientOf(two)), client.transports());
            assertEquals("two", client.call("name"));
            assertEquals("Welcome to two, Ada", chat.toAll().join("Ada"));
            served.toAll().said("hello");
            assertEquals("hello", heard.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTransportIsGivenAsAnObjectToo() throws Exception {
        try (Endpoint one = server("one");
                Endpoint two = server("two");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Tcp.client("127.0.0.1", port(one)).open())
                        .open()) {
            assertEquals("one", client.call("name"));
            Transport given = Tcp.client("127.0.0.1", port(two)).open();
            client.replaceTransports(given);
            assertEquals("two", client.call("name"));
            assertEquals(List.of(given.expression()), client.transports());
            Transport unused = Tcp.server("127.0.0.1", 0).open();
            // One that is in use already cannot be started again, and the one beside it is closed.
            assertThrows(IllegalStateException.class, () -> client.replaceTransports(unused, given));
            assertThrows(
                    IOException.class,
                    () -> Tcp.client(
                                    "127.0.0.1",
                                    Integer.parseInt(unused.expression().replaceAll(".*:", "")))
                            .open());
        }
    }

    @Test
    void allStaysAsItIsWhereOneOfTheNewCannotBeOpened() throws Exception {
        int free;
        try (Endpoint gone = server("gone")) {
            free = port(gone);
        }
        try (Endpoint one = server("one");
                Endpoint two = server("two");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(one))
                        .open()) {
            String before = Pair.clientOf(one);
            assertThrows(
                    IOException.class, () -> client.replaceTransports(Pair.clientOf(two), "tcp:127.0.0.1:" + free));
            assertThrows(ExpressionException.class, () -> client.replaceTransports(Pair.clientOf(two), "tpc:x:1"));
            assertEquals(
                    "there is no transport to replace the others with; name one, or close the endpoint",
                    assertThrows(IllegalArgumentException.class, () -> client.replaceTransports(new String[0]))
                            .getMessage());
            assertEquals(
                    "\"" + before
                            + "?maxFrame=100\" changes a limit, which stays as it was when the endpoint was opened;"
                            + " leave it out",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> client.replaceTransports(before + "?maxFrame=100"))
                            .getMessage());
            assertEquals(List.of(before), client.transports());
            assertEquals(1, client.peers().size());
            assertEquals("one", client.call("name"));
            Wait.until(
                    "the other server has lost its client again",
                    () -> two.peers().isEmpty());
        }
    }

    @Test
    void aClientThatLostItsServerGetsAnother() throws Exception {
        try (Endpoint two = server("two")) {
            Endpoint one = server("one");
            try (Endpoint client = Endpoint.builder()
                    .codec("jrpc")
                    .transport(Pair.clientOf(one))
                    .open()) {
                one.close();
                client.awaitEnd();
                client.replaceTransports(Pair.clientOf(two));
                assertEquals("two", client.call("name"));
                // It has an end again to be waited for.
                Promise<String> end = new Promise<>();
                Thread waits = new Thread(() -> {
                    try {
                        client.awaitEnd();
                        end.complete("ended");
                    } catch (InterruptedException e) {
                        end.completeExceptionally(e);
                    }
                });
                waits.start();
                Wait.until("it waits", () -> waits.getState() == Thread.State.WAITING);
                assertFalse(end.isDone());
                two.peers().forEach(Peer::close);
                assertEquals("ended", end.result(LONG));
            }
        }
    }

    @Test
    void callsGoToOneOrTheOtherWhileItIsReplaced() throws Exception {
        try (Endpoint one = server("one");
                Endpoint two = server("two");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(one))
                        .open()) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answers = new AtomicInteger();
            Promise<Boolean> ended = new Promise<>();
            new Thread(() -> {
                        try {
                            while (!over.get()) {
                                answers.addAndGet(nameOrNothing(client));
                            }
                            ended.complete(true);
                        } catch (RuntimeException | Error e) {
                            ended.completeExceptionally(e);
                        }
                    })
                    .start();
            for (int i = 0; i < 50; i++) {
                client.replaceTransports(Pair.clientOf(i % 2 == 0 ? two : one));
                int before = answers.get();
                Wait.until("a call is answered after it", () -> answers.get() > before || ended.isDone());
            }
            over.set(true);
            assertTrue(ended.result(LONG));
        }
    }

    private static int nameOrNothing(Endpoint client) {
        try {
            assertTrue(List.of("one", "two").contains(client.call("name")));
            return 1;
        } catch (DisconnectedException e) {
            // It was sent to the one that was just replaced.
            return 0;
        }
    }

    @Test
    void isRefusedOnceTheEndpointIsClosed() throws Exception {
        try (Endpoint one = server("one")) {
            Endpoint client = Endpoint.builder()
                    .codec("jrpc")
                    .transport(Pair.clientOf(one))
                    .open();
            client.close();
            assertThrows(EndpointClosedException.class, () -> client.replaceTransports(Pair.clientOf(one)));
            Wait.until("nobody is connected", () -> one.peers().isEmpty());
        }
    }

    @Test
    void severalThreadsThatReplaceAtOnceLeaveOneTransport() throws Exception {
        try (Endpoint one = server("one");
                Endpoint two = server("two");
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(one))
                        .open()) {
            List<Promise<String>> replaced =
                    List.of(new Promise<>(), new Promise<>(), new Promise<>(), new Promise<>());
            for (Promise<String> done : replaced) {
                new Thread(() -> {
                            try {
                                for (int i = 0; i < 10; i++) {
                                    client.replaceTransports(Pair.clientOf(i % 2 == 0 ? one : two));
                                }
                                done.complete("done");
                            } catch (IOException | RuntimeException e) {
                                done.completeExceptionally(e);
                            }
                        })
                        .start();
            }
            for (Promise<String> done : replaced) {
                assertEquals("done", done.result(LONG));
            }
            assertEquals(1, client.peers().size());
            assertTrue(List.of("one", "two").contains(client.call("name")));
            Wait.until(
                    "one connection is left",
                    () -> one.peers().size() + two.peers().size() == 1);
        }
    }
}
