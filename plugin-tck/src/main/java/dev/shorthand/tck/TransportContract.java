package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every transport keeps to; the numbers are those of {@code module-info-docs/transport-contract.md}.
 *
 * <pre>{@code
 * final class TcpContractTest extends TransportContract {
 *     @Override protected Pair expressions() {
 *         return Pair.of("tcpserv:localhost:0", "tcp:localhost:{port}");
 *     }
 *
 *     @Override protected List<String> malformed() {
 *         return List.of("tcp:localhost", "tcpserv:localhost:x");
 *     }
 * }
 * }</pre>
 */
public abstract class TransportContract {
    private static final Pattern LAST_PORT = Pattern.compile(".*:(\\d+)(?!.*:\\d)");

    // A transport that still takes connections when it should not is seen to within this time.
    private static final Duration NOTHING_COMES = Duration.ofMillis(200);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    private final Opened opened = new Opened();

    /** For those who extend it. */
    protected TransportContract() {}

    /**
     * Two expressions, one that serves and one that reaches it.
     *
     * @param server for example {@code tcpserv:localhost:0}
     * @param client the same with <code>{port}</code> for the last number after a colon in the server's expression once it is open, or
     *               <code>{address}</code> for its whole positional part
     */
    public record Pair(String server, String client) {
        /**
         * Makes a pair.
         *
         * @param server for example {@code tcpserv:localhost:0}
         * @param client for example <code>tcp:localhost:{port}</code>
         * @return the pair
         */
        public static Pair of(String server, String client) {
            return new Pair(server, client);
        }

        String clientOf(Transport opened) {
            String expression = opened.expression();
            Matcher port = LAST_PORT.matcher(expression);
            return client.replace("{port}", port.lookingAt() ? port.group(1) : "{port}")
                    .replace("{address}", Expression.parse(expression).positional());
        }
    }

    /**
     * Returns a fresh pair: an expression that serves on a free address, and one that reaches it.
     *
     * @return called anew by each rule
     */
    protected abstract Pair expressions();

    /**
     * Returns expressions of these shorthands that cannot be read, for example {@code tcp:localhost}, which has no port.
     *
     * @return at least one, or none where nothing can be written wrong
     */
    protected abstract List<String> malformed();

    /**
     * Returns the documented form of the names under which a server knows its peers.
     *
     * @return by default anything without blanks
     */
    protected Pattern peerNames() {
        return Pattern.compile("\\S+");
    }

    /**
     * Returns whether a server reports a connection before anything was sent on it.
     *
     * @return false where it cannot know of one before, as with ZeroMQ; then the kit sends a byte first
     */
    protected boolean reportsBeforeFirstPayload() {
        return true;
    }

    /**
     * Returns the longest payload that the transport carries, in bytes.
     *
     * @return by default a megabyte, which all carry that have no limit of their own
     */
    protected int longestPayload() {
        return 1 << 20;
    }

    /**
     * Returns whether there are connections: nothing is lost between, and each side sees the end of the other.
     *
     * @return false for datagrams; the kit then waits for each payload before it sends the next, and not for ends
     */
    protected boolean hasConnections() {
        return true;
    }

    /**
     * Returns how often t12 connects to a server. Override it where that takes long, as a goodbye does for which a peer of the kit's does not wait.
     *
     * @return as often as the system property {@code dev.shorthand.tck.connects} says; 0 for half a second
     */
    protected int connects() {
        return Often.asked();
    }

    /**
     * Opens a transport; override it where the provider is not installed as a service.
     *
     * @param expression what to open
     * @return an open transport
     * @throws IOException if it cannot be opened
     */
    protected Transport open(String expression) throws IOException {
        return Plugins.installed().transport(expression, Limits.defaults());
    }

    /**
     * Closes what the rule has opened.
     *
     * @throws Exception if that fails
     */
    @AfterEach
    public final void closeAll() throws Exception {
        opened.closeAll();
    }

    private <T extends AutoCloseable> T closing(T resource) {
        return opened.closing(resource);
    }

    /** A server transport with what it has reported. */
    private final class Server {
        final Pair pair = expressions();
        final Transport transport = closing(open(pair.server()));
        final Connections connections = new Connections();

        Server() throws IOException {
            closing(connections::closeAll);
            transport.start(connections);
        }

        Line connect() throws IOException {
            Transport client = closing(open(pair.clientOf(transport)));
            Connections atClient = new Connections();
            closing(atClient::closeAll);
            client.start(atClient);
            assertTrue(atClient.hasNext(), "a client reports its connection before start returns (t1)");
            Channel near = atClient.next(client.expression());
            if (reportsBeforeFirstPayload()) {
                return new Line(client, near, connections.next(transport.expression()));
            }
            near.send(new byte[1]);
            Channel far = connections.next(transport.expression());
            far.receive(1);
            return new Line(client, near, far);
        }
    }

    /** Both sides of one connection. */
    private record Line(Transport client, Channel near, Channel far) {}

    /**
     * A connection is reported on both sides, by a client before {@code start} returns.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t1_aConnectionIsReportedOnBothSides() throws Exception {
        Line line = new Server().connect();
        exchange(line.near(), line.far(), RandomBytes.of(10, 1));
    }

    /**
     * Opened, a server says how it can be reached: its expression can be read again, and has the real address.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t2_theExpressionHasTheRealAddress() throws Exception {
        Server server = new Server();
        String expression = server.transport.expression();
        assertEquals(
                Expression.parse(server.pair.server()).shorthand(),
                Expression.parse(expression).shorthand(),
                "the shorthand of " + expression);
        assertFalse(expression.matches(".*:0(\\?.*)?"), "the port that was free stands in " + expression);
        Line line = server.connect();
        assertFalse(line.client().isServer(), "a client is no server");
    }

    /**
     * Bytes arrive whole and in order, both ways at once, from one to a megabyte.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t3_payloadsArriveWholeAndInOrder() throws Exception {
        Line line = new Server().connect();
        for (int length : new int[] {1, 2, 100, 1_460, 8_192, 65_537, 1 << 20}) {
            if (length > longestPayload()) {
                break;
            }
            byte[] there = RandomBytes.of(length, length);
            byte[] back = RandomBytes.of(length, -length);
            line.near().sendAside(there);
            line.far().sendAside(back);
            assertArrayEquals(there, line.far().receive(length), length + " bytes to the server");
            assertArrayEquals(back, line.near().receive(length), length + " bytes to the client");
        }
        int atOnce = hasConnections() ? 1_000 : 1;
        for (int i = 0; i < 1_000; i += atOnce) {
            for (int each = i; each < i + atOnce; each++) {
                line.near().send(RandomBytes.of(1 + each % 7, each));
            }
            for (int each = i; each < i + atOnce; each++) {
                assertArrayEquals(
                        RandomBytes.of(1 + each % 7, each), line.far().receive(1 + each % 7), "small write " + each);
            }
        }
    }

    /**
     * Peers have names of the documented form, no two the same.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t4_peersHaveNamesOfTheirOwn() throws Exception {
        Server server = new Server();
        Set<String> names = new HashSet<>();
        int clients = server.transport.isServer() ? 3 : 1;
        for (int i = 0; i < clients; i++) {
            Line line = server.connect();
            String name = line.far().peerName();
            assertTrue(peerNames().matcher(name).matches(), name + " has the form " + peerNames());
            assertTrue(names.add(name), "two peers are named " + name);
            assertEquals(name, line.far().peerName(), "a name stays the same");
            assertFalse(line.near().peerName().isBlank(), "the client's peer has a name");
        }
    }

    /**
     * Closing one side is seen by the other, in good order, whichever side it is.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t5_closingOneSideEndsTheOther() throws Exception {
        assumeTrue(hasConnections(), "nothing says that the other side has gone");
        Line line = new Server().connect();
        line.near().close();
        assertNull(line.far().awaitEnd().cause(), "the server sees the end in good order");
        closeAll();
        Line other = new Server().connect();
        other.far().close();
        assertNull(other.near().awaitEnd().cause(), "the client sees the end in good order");
    }

    /**
     * What was written before the close still arrives.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t6_whatWasWrittenBeforeTheCloseArrives() throws Exception {
        Line line = new Server().connect();
        byte[] lastWords = RandomBytes.of(10_000, 6);
        line.near().send(lastWords);
        line.near().finish();
        line.near().close();
        assertArrayEquals(lastWords, line.far().receive(lastWords.length));
        awaitEnd(line.far());
    }

    /**
     * Closing twice is harmless: a connection as well as a transport.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t7_closingTwiceIsHarmless() throws Exception {
        Server server = new Server();
        Line line = server.connect();
        line.near().close();
        line.near().close();
        line.far().close();
        line.far().close();
        line.client().close();
        line.client().close();
        server.transport.close();
        server.transport.close();
        Transport neverStarted = closing(open(expressions().server()));
        neverStarted.close();
        neverStarted.close();
    }

    /**
     * Closing a connection wakes whoever reads it on this side.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t8_closingWakesABlockedRead() throws Exception {
        Line line = new Server().connect();
        assumeTrue(line.far().isStream(), "nobody reads where messages are delivered");
        line.far().close();
        line.far().awaitEnd();
        closeAll();
        Line other = new Server().connect();
        other.near().close();
        other.near().awaitEnd();
    }

    /**
     * Starting twice, or after the close, is refused, and says which transport it was.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t9_startingTwiceIsRefused() throws Exception {
        Server server = new Server();
        Line line = server.connect();
        for (Transport transport : List.of(server.transport, line.client())) {
            Refusals.ofTheSecondStart(transport, "started before");
        }
        exchange(line.near(), line.far(), RandomBytes.of(10, 9));
        opened.closeNow(server.transport);
        Refusals.ofTheSecondStart(server.transport, "closed");
    }

    /**
     * An expression that cannot be read is refused with itself and the mend, before anything is opened.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t10_malformedExpressionsAreRefusedWithTheMend() throws Exception {
        for (String expression : malformed()) {
            Refusals.ofAMalformed(expression, wrong -> closing(open(wrong)));
        }
    }

    /**
     * An option that there is not is refused, and those that there are get listed.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t11_unknownOptionsAreRefusedWithThoseThatThereAre() throws Exception {
        Server server = new Server();
        for (String expression : List.of(server.pair.server(), server.pair.clientOf(server.transport))) {
            Refusals.ofAnUnknownOption(expression, wrong -> closing(open(wrong)));
        }
    }

    /**
     * After the close no thread, socket or child process is left, however many connections there were: as many as {@link #connects} says.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    @Timeout(1_800)
    public void t12_nothingIsLeftAfterTheClose() throws Exception {
        // The first time the JDK starts threads of its own, which stay.
        useOnce();
        Leftovers before = Leftovers.now();
        for (int i = 0; i < 10; i++) {
            useOnce();
        }
        before.assertNothingMore();
        connectManyTimes();
        before.assertNothingMore();
    }

    private void connectManyTimes() throws Exception {
        boolean isServer = closing(open(expressions().server())).isServer();
        closeAll();
        if (!isServer) {
            return;
        }
        Server server = new Server();
        Often.run(connects(), number -> {
            Line line = server.connect();
            // Each side in turn.
            Channel first = number % 2 == 0 ? line.near() : line.far();
            first.close();
            opened.closeNow(line.client());
            line.near().close();
            line.far().close();
        });
        closeAll();
    }

    private void useOnce() throws Exception {
        Line line = new Server().connect();
        exchange(line.near(), line.far(), RandomBytes.of(100, 12));
        closeAll();
        closing(open(expressions().server()));
        closeAll();
    }

    /**
     * Several clients at once get what is theirs, each in its order.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t13_severalClientsDoNotMix() throws Exception {
        Server server = new Server();
        assumeTrue(server.transport.isServer(), "it has one peer alone");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(server.connect());
        }
        for (int round = 0; round < 20; round++) {
            for (Line line : lines) {
                line.near().send(RandomBytes.of(50, lines.indexOf(line) + 100L * round));
            }
            for (Line line : lines) {
                byte[] own = RandomBytes.of(50, lines.indexOf(line) + 100L * round);
                assertArrayEquals(own, line.far().receive(50), "what client " + lines.indexOf(line) + " sent");
                line.far().send(own);
                assertArrayEquals(own, line.near().receive(50), "what came back to it");
            }
        }
        lines.get(0).near().close();
        awaitEnd(lines.get(0).far());
        exchange(lines.get(1).near(), lines.get(1).far(), RandomBytes.of(10, 13));
    }

    /**
     * A closed server takes no more connections; those that it has reported go on.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t14_aClosedServerTakesNoMoreConnections() throws Exception {
        Server server = new Server();
        assumeTrue(server.transport.isServer(), "it has one peer alone");
        Line line = server.connect();
        String client = server.pair.clientOf(server.transport);
        opened.closeNow(server.transport);
        exchange(line.near(), line.far(), RandomBytes.of(10, 14));
        try {
            Transport late = closing(open(client));
            Connections atClient = new Connections();
            closing(atClient::closeAll);
            late.start(atClient);
        } catch (IOException e) {
            assertFalse(Refusals.message(e).isBlank(), "a refused connection says why");
            return;
        }
        assertFalse(server.connections.comesWithin(NOTHING_COMES), "a closed server reported a connection");
    }

    /**
     * Where the link can say that it has finished writing, the other side reads the end and can still answer.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t15_finishingEndsOneDirectionAlone() throws Exception {
        Line line = new Server().connect();
        byte[] question = RandomBytes.of(20, 15);
        line.near().send(question);
        assumeTrue(line.near().finish(), "it carries messages, of which each is whole");
        assertArrayEquals(question, line.far().receive(question.length));
        byte[] answer = RandomBytes.of(70_000, 16);
        line.far().sendAside(answer);
        assertArrayEquals(answer, line.near().receive(answer.length));
    }

    /**
     * The kernel runs over it: a call, a notification, a call from the server to its client, a close that both see.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t16_theKernelRunsOverIt() throws Exception {
        Pair pair = expressions();
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        BlockingQueue<Object> notes = new LinkedBlockingQueue<>();
        Transport serving = open(pair.server());
        Endpoint server = closing(Endpoint.builder()
                .codec(LineCodec.create())
                .timeout(CALL_TIMEOUT)
                .transport(serving)
                .onDisconnect(gone::add)
                .open());
        server.dispatcher().add("echo", (params, caller) -> params.value(0));
        server.dispatcher()
                .add("note", (params, caller) -> notes.add(params.asList().get(0) + " of " + caller.peerName()));
        server.dispatcher()
                .add(
                        "ask_me",
                        (params, caller) -> caller.peer().orElseThrow().call("ask", Params.positional("the name")));
        Endpoint client = closing(Endpoint.builder()
                .codec(LineCodec.create())
                .timeout(CALL_TIMEOUT)
                .transport(open(pair.clientOf(serving)))
                .open());
        client.dispatcher().add("ask", (params, caller) -> "it is " + params.value(0));
        assertEquals("hello", client.call("echo", Params.positional("hello")), "a call");
        String large = "x".repeat(Math.min(1 << 20, longestPayload() / 2));
        assertEquals(large, client.call("echo", Params.positional(large)), "a call of a megabyte");
        client.notify("note", Params.positional("a note"));
        String note = Await.next("a notification", notes).toString();
        assertTrue(note.startsWith("a note of "), note);
        assertEquals("it is the name", client.call("ask_me", Params.absent()), "a call back within a call");
        opened.closeNow(client);
        if (hasConnections()) {
            Peer left = Await.next("the server to see that its client has closed", gone);
            assertFalse(left.isConnected(), "a peer that has gone is not connected");
        }
        opened.closeNow(server);
    }

    /**
     * Where a link reads for a while, it returns in time with nothing, and loses nothing by that, nor by an interrupt.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void t17_aReadForAWhileEndsInTimeAndLosesNothing() throws Exception {
        Server server = new Server();
        BlockingQueue<StreamLink> links = new LinkedBlockingQueue<>();
        Transport client = closing(open(server.pair.clientOf(server.transport)));
        client.start(new TransportListener() {
            @Override
            public void connected(StreamLink link) {
                links.add(link);
            }

            @Override
            public MessageReceiver connected(MessageLink link) {
                return new Connections().connected(link);
            }

            @Override
            public void failed(Throwable cause) {}
        });
        StreamLink link = links.poll();
        assumeTrue(link != null && link.readsForAWhile(), "it cannot read for a while, or carries messages");
        closing(link::close);
        Channel far = server.connections.next("the server");

        byte[] sent = RandomBytes.of(40_000, 17);
        int part = sent.length / 4;
        byte[] received = new byte[sent.length];
        assertEquals(0, link.read(received, 0, sent.length, 20), "nothing was sent, and so much was read");
        far.sendAside(sent);
        int there = readForAWhile(link, received, 0, part);
        Thread.currentThread().interrupt();
        try {
            there += link.read(received, there, part, 1);
        } finally {
            Thread.interrupted();
        }
        assertEquals(
                -1, Arrays.mismatch(sent, 0, there, received, 0, there), "the first byte that is not as it was sent");
        there += link.read(received, there, part);
        readForAWhile(link, received, there, sent.length);
        assertArrayEquals(sent, received);
    }

    /** Reads until so many bytes are there, and no more; returns how many. */
    private static int readForAWhile(StreamLink link, byte[] buffer, int from, int all) throws IOException {
        int there = from;
        while (there < all) {
            int count = link.read(buffer, there, all - there, 1);
            assertTrue(count >= 0, "the stream ended after " + there + " bytes");
            there += count;
        }
        return there;
    }

    private void awaitEnd(Channel channel) {
        if (hasConnections()) {
            channel.awaitEnd();
        }
    }

    private static void exchange(Channel near, Channel far, byte[] payload) throws IOException {
        near.send(payload);
        assertArrayEquals(payload, far.receive(payload.length), "to the server");
        far.send(payload);
        assertArrayEquals(payload, near.receive(payload.length), "to the client");
    }
}
