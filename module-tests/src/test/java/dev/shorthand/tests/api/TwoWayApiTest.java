package dev.shorthand.tests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Api;
import dev.shorthand.binding.Incoming;
import dev.shorthand.binding.Outgoing;
import dev.shorthand.binding.Request;
import dev.shorthand.binding.Subscription;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Pair;
import dev.shorthand.tests.kernel.Wait;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One interface for both sides, over real sockets: a server and two clients. */
class TwoWayApiTest {
    record Point(int x, int y) {}

    interface Chat {
        @Outgoing
        void say(String text);

        @Outgoing
        int add(int a, int b);

        @Outgoing
        String greet(String name);

        @Outgoing
        Promise<String> later(String text);

        @Outgoing
        String whoAmI(Caller caller);

        @Outgoing
        Point mirror(Point point);

        @Outgoing
        @Request
        void check(int level);

        @Outgoing
        List<String> all(int a, long b, double c, boolean d);

        @Outgoing
        default void shout(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("nothing to shout");
            }
        }

        @Outgoing
        default Integer half(int number) {
            return number % 2 == 0 ? number / 2 : null;
        }

        @Incoming
        void said(String who, String text);

        @Incoming
        String ask(String question);

        @Incoming
        void bye();
    }

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Pair pair;
    private Endpoint second;
    private Api<Chat> server;
    private Api<Chat> client;
    private Api<Chat> other;

    @BeforeEach
    void open() throws Exception {
        pair = Pair.open(builder -> {}, builder -> {});
        second = Endpoint.builder()
                .codec("jrpc")
                .transport(Pair.clientOf(pair.server))
                .open();
        Wait.until("both are connected", () -> pair.server.peers().size() == 2);
        server = Api.inverted(pair.server, Chat.class);
        client = Api.of(pair.client, Chat.class);
        other = Api.of(second, Chat.class);
    }

    @AfterEach
    void close() {
        second.close();
        pair.close();
    }

    private Peer secondAtServer() {
        return pair.server.peers().stream()
                .filter(peer -> peer != pair.atServer)
                .findFirst()
                .orElseThrow();
    }

    private void hears(String expected) throws InterruptedException {
        assertEquals(expected, heard.poll(20, TimeUnit.SECONDS));
    }

    /** Has the server answer, so that what was sent before is known to have arrived. */
    private static void settle(Api<Chat> api) {
        api.toAll().greet("");
    }

    @Test
    void notifiesAllSomeOrOne() throws Exception {
        client.on(Chat::said, (who, text) -> heard.add("1 " + who + " " + text));
        other.on(Chat::said, (who, text) -> heard.add("2 " + who + " " + text));
        server.toAll().said("a", "all");
        assertEquals(
                List.of("1 a all", "2 a all"),
                List.of(heard.poll(20, TimeUnit.SECONDS), heard.poll(20, TimeUnit.SECONDS)).stream()
                        .sorted()
                        .toList());
        server.to(pair.atServer).said("b", "one");
        hears("1 b one");
        server.to(List.of(secondAtServer())).said("c", "the other");
        hears("2 c the other");
        server.to(pair.atServer, secondAtServer()).said("d", "both");
        assertEquals(
                List.of("1 d both", "2 d both"),
                List.of(heard.poll(20, TimeUnit.SECONDS), heard.poll(20, TimeUnit.SECONDS)).stream()
                        .sorted()
                        .toList());
        server.to().said("e", "nobody");
        assertTrue(heard.isEmpty());
    }

    @Test
    void answersRequestsOfEveryKind() {
        server.on(Chat::add, (a, b) -> a + b);
        server.on(Chat::greet, name -> "Hello, " + name);
        server.on(Chat::later, text -> Promise.of(text + "!"));
        server.on(Chat::whoAmI, Caller::peerName);
        server.on(Chat::mirror, point -> new Point(-point.x(), point.y()));
        server.on(Chat::all, (a, b, c, d) -> List.of(a + " " + b + " " + c + " " + d));
        Chat chat = client.toAll();
        assertEquals(3, chat.add(1, 2));
        assertEquals("Hello, world", chat.greet("world"));
        assertEquals("soon!", chat.later("soon").result());
        assertEquals(pair.atServer.name(), chat.whoAmI(Caller.local()));
        assertEquals(new Point(-1, 2), chat.mirror(new Point(1, 2)));
        assertEquals(List.of("1 2 0.5 true"), chat.all(1, 2, 0.5, true));
    }

    @Test
    void letsTheServerAskEachClient() {
        client.on(Chat::ask, question -> question + " 1");
        other.on(Chat::ask, question -> question + " 2");
        assertEquals("who? 1", server.to(pair.atServer).ask("who?"));
        assertEquals("who? 2", server.to(secondAtServer()).ask("who?"));
        IllegalStateException several = assertThrows(
                IllegalStateException.class,
                () -> server.to(pair.server.peers()).ask("who?"));
        assertEquals("ask is answered, but 2 peers were chosen; choose one", several.getMessage());
        assertThrows(IllegalStateException.class, () -> server.toAll().ask("who?"));
    }

    @Test
    void callsHandlersInTheOrderOfConnectionUntilTheyAreDisconnected() throws Exception {
        Subscription first = server.on(Chat::say, text -> heard.add("1 " + text));
        server.on(Chat::say, text -> heard.add("2 " + text));
        try (Subscription third = server.on(Chat::say, text -> heard.add("3 " + text))) {
            client.toAll().say("a");
            hears("1 a");
            hears("2 a");
            hears("3 a");
            assertTrue(third.toString().contains("TwoWayApiTest.java:"), third::toString);
        }
        first.close();
        first.close();
        client.toAll().say("b");
        hears("2 b");
        settle(client);
        assertTrue(heard.isEmpty());
    }

    @Test
    void refusesOnTheSendingSideBeforeAnythingIsSent() throws Exception {
        server.on(Chat::shout, heard::add);
        assertEquals(
                "nothing to shout",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> client.toAll().shout(" "))
                        .getMessage());
        client.toAll().shout("HELLO");
        hears("HELLO");
        assertTrue(heard.isEmpty());
    }

    @Test
    void refusesOnTheReceivingSideBeforeAnyHandler() {
        server.on(Chat::shout, heard::add);
        RemoteException refused = assertThrows(RemoteException.class, () -> pair.client.call("shout", " "));
        assertEquals("nothing to shout", refused.getMessage());
        assertTrue(heard.isEmpty());
    }

    @Test
    void takesTheValueOfABodyForAnAnswer() {
        assertEquals(4, client.toAll().half(8));
        assertNull(client.toAll().half(7));
        server.on(Chat::half, number -> number % 2 == 0 ? null : -1);
        assertEquals(4, client.toAll().half(8));
        assertEquals(-1, client.toAll().half(7));
    }

    @Test
    void failsARequestThatTwoAnswer() throws Exception {
        server.on(Chat::greet, name -> "Hello");
        Subscription extra = server.on(Chat::greet, name -> "Good day");
        server.on(Chat::greet, name -> {
            heard.add(name);
        });
        RemoteException twice =
                assertThrows(RemoteException.class, () -> client.toAll().greet("x"));
        assertEquals("Incoming call produced more than one reply!", twice.getMessage());
        assertEquals(-32000, twice.code());
        hears("x");
        extra.close();
        assertEquals("Hello", client.toAll().greet("x"));
    }

    @Test
    void answersWithNothingWhatNobodyHandles() {
        assertNull(client.toAll().greet("x"));
        client.toAll().check(1);
        client.toAll().say("into the void");
        assertNull(pair.client.call("add", 1, 2));
    }

    @Test
    void stopsAtTheFirstHandlerThatThrows() throws Exception {
        server.on(Chat::check, level -> {
            heard.add("1");
            if (level > 0) {
                throw new java.io.IOException("too high");
            }
        });
        server.on(Chat::check, level -> {
            heard.add("2");
        });
        RemoteException failure =
                assertThrows(RemoteException.class, () -> client.toAll().check(1));
        assertEquals("too high", failure.getMessage());
        client.toAll().check(0);
        hears("1");
        hears("1");
        hears("2");
    }

    @Test
    void tellsNobodyTheTypeOfAnAnswerThatDoesNotFit() {
        server.on(Chat::greet, name -> heard.add(name));
        RemoteException wrong =
                assertThrows(RemoteException.class, () -> client.toAll().greet("x"));
        assertEquals("Internal error", wrong.getMessage());
        assertEquals(-32603, wrong.code());
    }

    @Test
    void connectsHandlersByName() throws Exception {
        server.on("say", (params, caller) -> heard.add(caller.peerName() + params.asMap()));
        server.on("add", (params, caller) -> (Integer) params.value(0) - (Integer) params.value(1));
        client.toAll().say("x");
        hears(pair.atServer.name() + "{text=x}");
        assertEquals(5, client.toAll().add(8, 3));
        assertEquals(5L, pair.client.call("add", Map.of("b", 3, "a", 8)));
        assertEquals(
                "no method \"sai\" in Chat; there are add, all, ask, bye, check, greet, half, later, mirror, said, say,"
                        + " shout, whoAmI",
                assertThrows(IllegalArgumentException.class, () -> server.on("sai", (params, caller) -> null))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> server.on("said", (params, caller) -> null));
    }

    /** Implements what the server handles, and has nothing to say about what it calls. */
    private class Served implements Chat {
        @Override
        public void say(String text) {
            heard.add("say " + text);
        }

        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public String greet(String name) {
            return "Hello, " + name;
        }

        @Override
        public Promise<String> later(String text) {
            return Promise.of(text);
        }

        @Override
        public String whoAmI(Caller caller) {
            return caller.peerName();
        }

        @Override
        public Point mirror(Point point) {
            return point;
        }

        @Override
        public void check(int level) {}

        @Override
        public List<String> all(int a, long b, double c, boolean d) {
            return List.of();
        }

        @Override
        public void shout(String text) {
            heard.add("shout " + text);
        }

        @Override
        public void said(String who, String text) {
            throw new AssertionError("not called here");
        }

        @Override
        public String ask(String question) {
            throw new AssertionError("not called here");
        }

        @Override
        public void bye() {
            throw new AssertionError("not called here");
        }
    }

    @Test
    void connectsAnObjectToAllThatIsIncoming() throws Exception {
        Subscription connected = server.connect(new Served());
        assertEquals(List.of(), server.unhandledCalls());
        assertEquals("Hello, x", client.toAll().greet("x"));
        assertEquals(pair.atServer.name(), client.toAll().whoAmI(Caller.local()));
        client.toAll().say("a");
        hears("say a");
        client.toAll().shout("b");
        hears("shout b");
        assertThrows(RemoteException.class, () -> pair.client.call("shout", " "));
        assertEquals(4, client.toAll().half(8), "its body runs once, or two would have answered");
        connected.close();
        assertNull(client.toAll().greet("x"));
    }

    @Test
    void listsWhatNobodyHandles() {
        assertEquals(
                List.of("add", "all", "check", "greet", "later", "mirror", "say", "whoAmI"), server.unhandledCalls());
        assertEquals(List.of("ask", "bye", "said"), client.unhandledCalls());
        Subscription subscription = client.on(Chat::bye, () -> heard.add("bye"));
        client.on(Chat::ask, question -> question);
        assertEquals(List.of("said"), client.unhandledCalls());
        subscription.close();
        assertEquals(List.of("bye", "said"), client.unhandledCalls());
        assertEquals(List.of("ask", "bye", "said"), other.unhandledCalls(), "each instance has its own handlers");
    }

    @Test
    void refusesToCallWhatIsIncoming() {
        assertEquals(
                "Chat.said is incoming on this side, so the other side calls it; connect a handler with on(…), or call it on the"
                        + " inverted API",
                assertThrows(IllegalStateException.class, () -> client.toAll().said("a", "b"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> client.on(Chat::say, text -> {}));
    }

    @Test
    void goesOnWhereOneOfSeveralReceiversIsGone() throws Exception {
        other.on(Chat::said, (who, text) -> heard.add(text));
        Peer gone = pair.atServer;
        Peer there = secondAtServer();
        pair.client.close();
        Wait.until("one is gone", () -> !gone.isConnected());
        server.to(gone, there).said("a", "still");
        hears("still");
        assertThrows(DisconnectedException.class, () -> server.to(gone).said("a", "b"));
        assertThrows(DisconnectedException.class, () -> server.to(gone, gone).said("a", "b"));
    }

    @Test
    void takesBothPartsOnOneEndpoint() {
        Api<Chat> served = client.invert();
        served.on(Chat::greet, name -> "client greets " + name);
        client.on(Chat::ask, question -> "client answers " + question);
        Api<Chat> calling = server.invert();
        assertEquals("client greets x", calling.to(pair.atServer).greet("x"));
        assertEquals("client answers y", server.to(pair.atServer).ask("y"));
    }

    @Test
    void refusesANameThatIsTaken() {
        int before = pair.client.dispatcher().methods().size();
        assertThrows(IllegalArgumentException.class, () -> Api.of(pair.client, Chat.class));
        assertEquals(before, pair.client.dispatcher().methods().size());
        pair.client.dispatcher().add("greet", (params, caller) -> null);
        assertThrows(IllegalArgumentException.class, () -> client.invert());
        assertEquals(before + 1, pair.client.dispatcher().methods().size());
    }

    @Test
    void answersLaterFromAnotherThread() {
        Promise<String> answer = new Promise<>();
        server.on("greet", (params, caller) -> answer);
        Promise<Object> asked = pair.client.callAsync("greet", Params.positional("x"));
        answer.complete("at last");
        assertEquals("at last", asked.result());
    }

    @Test
    void keepsOneProxyForAll() {
        assertSame(client.toAll(), client.toAll());
        assertEquals(
                "Chat at " + pair.client.transports().get(0), client.toAll().toString());
        assertEquals("Chat at " + pair.atServer.name(), server.to(pair.atServer).toString());
    }

    @Test
    void isThereBeforeTheFirstCallWhereItIsMadeWhileTheEndpointIsPrepared() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (Endpoint eager = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                // Asks at once, which no client could be quick enough for that makes its API when it is open.
                .onConnect(peer -> peer.callAsync("ask", Params.positional("ready?"))
                        .thenAccept(answer -> asked.add(String.valueOf(answer))))
                .open()) {
            try (Endpoint ready = Endpoint.builder()
                    .codec("jrpc")
                    .transport(Pair.clientOf(eager))
                    .prepare(endpoint -> Api.of(endpoint, Chat.class).on(Chat::ask, question -> "yes"))
                    .open()) {
                assertEquals("yes", asked.poll(20, TimeUnit.SECONDS));
                assertEquals(1, ready.peers().size());
            }
        }
    }

    @Test
    void refusesACallBeforeTheEndpointIsOpen() throws Exception {
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .dispatcher(new Dispatcher().add("one", (params, caller) -> 1))
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(server))
                        .prepare(early -> assertEquals(
                                "the endpoint is not open yet; call once open() has returned",
                                assertThrows(DisconnectedException.class, () -> early.call("one"))
                                        .getMessage()))
                        .open()) {
            assertEquals(1L, client.call("one"));
        }
    }

    @Test
    void closesAnEndpointThatCouldNotBePrepared() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .prepare(endpoint -> {
                            throw new IllegalStateException("not today");
                        })
                        .open());
        assertEquals("not today", thrown.getMessage());
    }
}
