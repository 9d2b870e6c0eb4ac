package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every transport keeps to that has one request and one answer to it, as a script that a web server starts; the numbers are those of {@code
 * module-info-docs/transport-contract.md}. All other transports extend {@link TransportContract}.
 *
 * <pre>{@code
 * final class GatewayContractTest extends RequestContract {
 *     @Override protected String expression() {
 *         return "gateway:";
 *     }
 *
 *     @Override protected Request open(String expression, byte[] body) throws IOException {
 *         Transport transport = Plugins.installed().transport(expression, Limits.defaults());
 *         CompletableFuture<HttpResponse<byte[]>> response = post(transport, body);
 *         return new Request(transport, () -> answersOf(response));
 *     }
 *
 *     @Override protected List<String> malformed() {
 *         return List.of("gateway:x");
 *     }
 * }
 * }</pre>
 */
public abstract class RequestContract {
    // More than the least that maxFrame may be.
    private static final int SMALL_FRAME = 100;

    private final Opened opened = new Opened();

    /** For those who extend it. */
    protected RequestContract() {}

    /**
     * What one request was answered with: a payload, which may be empty, or why it was refused. Immutable.
     */
    public static final class Answer {
        private final byte[] payload;
        private final String refusal;

        private Answer(byte[] payload, String refusal) {
            this.payload = payload;
            this.refusal = refusal;
        }

        /**
         * Returns an answer to a request that was taken.
         *
         * @param payload what was sent as the reply, without anything around it; no bytes where it was answered that there is no reply
         * @return the answer
         */
        public static Answer of(byte[] payload) {
            return new Answer(payload.clone(), "");
        }

        /**
         * Returns an answer to a request that was not taken.
         *
         * @param why the text for people, such as the body of a response with an error status
         * @return the answer
         * @throws IllegalArgumentException if it is blank
         */
        public static Answer refused(String why) {
            if (why.isBlank()) {
                throw new IllegalArgumentException("a refusal has no text; say why the request was refused");
            }
            return new Answer(new byte[0], why);
        }

        @Override
        public String toString() {
            return refusal.isEmpty() ? payload.length + " bytes" : "the refusal \"" + refusal + '"';
        }
    }

    /**
     * A request that a transport has, or gets while it starts.
     *
     * @param transport open, and not started
     * @param answers   returns the whole answers that the one who has sent the request has had so far: none, and later one. It is asked again and again
     */
    public record Request(Transport transport, Supplier<List<Answer>> answers) {}

    /**
     * Returns an expression, called anew for each request.
     *
     * @return for example {@code cgi:}
     */
    protected abstract String expression();

    /**
     * Opens a transport, and has it get a request. Whatever else it opens for that is closed with the transport, or by an {@code @AfterEach} of the subclass.
     *
     * @param expression what {@link #expression} has returned, with an option more or not, or one of {@link #malformed}
     * @param body       the request's payload
     * @return the open transport, and what comes of the request
     * @throws IOException if it cannot be opened
     */
    protected abstract Request open(String expression, byte[] body) throws IOException;

    /**
     * Returns expressions of this shorthand that cannot be read.
     *
     * @return at least one, or none where nothing can be written wrong
     */
    protected abstract List<String> malformed();

    /**
     * Returns the documented form of the names of those who send requests.
     *
     * @return by default anything without blanks
     */
    protected Pattern peerNames() {
        return Pattern.compile("\\S+");
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
     * Returns how many requests q15 makes. Override it where a request takes long.
     *
     * @return as many as the system property {@code dev.shorthand.tck.connects} says; 0 for half a second
     */
    protected int requests() {
        return Often.asked();
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

    private Request request(byte[] body) throws IOException {
        return request(expression(), body);
    }

    private Request request(String expression, byte[] body) throws IOException {
        Request request = open(expression, body);
        opened.closing(request.transport());
        return request;
    }

    private static Answer onlyAnswer(Request request) {
        Await.until("the request to be answered", () -> !request.answers().get().isEmpty());
        List<Answer> all = request.answers().get();
        assertEquals(1, all.size(), () -> "a request has one answer, and not " + all);
        return all.get(0);
    }

    private static byte[] reply(Request request) {
        Answer answer = onlyAnswer(request);
        assertEquals("", answer.refusal, "the request was refused");
        return answer.payload;
    }

    private static String refusal(Request request) {
        Answer answer = onlyAnswer(request);
        assertFalse(answer.refusal.isBlank(), () -> "the request was answered with " + answer + " where it is refused");
        return answer.refusal;
    }

    /** A request whose transport was started. */
    private final class Taken {
        final Request request;
        final Channel.OfMessages channel;
        private final byte[] body;

        Taken(byte[] body) throws IOException {
            this(expression(), body);
        }

        Taken(String expression, byte[] body) throws IOException {
            this.body = body;
            request = request(expression, body);
            Connections connections = started(request);
            assertTrue(connections.hasNext(), "the connection is reported before start returns (q1)");
            channel = messages(connections.next(expression));
        }

        Transport transport() {
            return request.transport();
        }

        /** Waits for the request, and for the end behind it. */
        Taken received() {
            assertArrayEquals(body, channel.receive(body.length), "the request of " + body.length + " bytes");
            assertNull(channel.awaitEnd().cause(), "nothing more comes, and that is in good order");
            return this;
        }

        byte[] answeredWith(byte[] reply) throws IOException {
            channel.send(true, reply);
            channel.close();
            return reply(request);
        }
    }

    private Connections started(Request request) throws IOException {
        Connections connections = new Connections();
        opened.closing(connections::closeAll);
        request.transport().start(connections);
        return connections;
    }

    private static Channel.OfMessages messages(Channel channel) {
        if (channel instanceof Channel.OfMessages messages) {
            return messages;
        }
        throw new AssertionError("a request is one payload, and was reported as a stream; report a MessageLink");
    }

    /**
     * The connection is reported before {@code start} returns, and the request arrives whole.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q1_aRequestArrivesWhole() throws Exception {
        for (int length : lengths()) {
            new Taken(RandomBytes.of(length, length)).received();
            closeAll();
        }
    }

    private int[] lengths() {
        return Arrays.stream(new int[] {1, 2, 100, 1_460, 8_192, 65_536, 65_537, 1 << 20})
                .filter(length -> length <= longestPayload())
                .toArray();
    }

    /**
     * The expression can be read again; nobody else may connect.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q2_theTransportIsNoServer() throws Exception {
        Transport transport = request(RandomBytes.of(10, 2)).transport();
        assertEquals(
                Expression.parse(expression()).shorthand(),
                Expression.parse(transport.expression()).shorthand(),
                "the shorthand of " + transport.expression());
        assertFalse(transport.isServer(), "after the one request nobody connects");
    }

    /**
     * The reply arrives whole.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q3_aReplyArrivesWhole() throws Exception {
        for (int length : lengths()) {
            byte[] reply = RandomBytes.of(length, -length);
            Taken taken = new Taken(RandomBytes.of(10, 3)).received();
            assertArrayEquals(reply, taken.answeredWith(reply), "a reply of " + length + " bytes");
            closeAll();
        }
    }

    /**
     * Where nothing is sent before the close, the answer is that there is no reply.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q4_noReplyIsAnAnswerToo() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 4)).received();
        taken.channel.close();
        assertEquals(0, reply(taken.request).length, "bytes where nothing was sent");
    }

    /**
     * The peer has a name of the documented form, which stays.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q5_thePeerHasAName() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 5));
        String name = taken.channel.peerName();
        assertTrue(peerNames().matcher(name).matches(), name + " has the form " + peerNames());
        taken.received().answeredWith(RandomBytes.of(10, -5));
        assertEquals(name, taken.channel.peerName(), "a name stays the same");
    }

    /**
     * The end is told once, in good order, behind the request; the reply still goes.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q6_theEndIsToldOnceAndTheReplyStillGoes() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 6)).received();
        assertTrue(taken.channel.takesReplies(), "replies still reach who has sent the request");
        byte[] reply = RandomBytes.of(10, -6);
        assertArrayEquals(reply, taken.answeredWith(reply));
        taken.channel.assertNothingMore();
    }

    /**
     * What is sent beside the reply is refused with a {@code LimitException}, or dropped; the reply is the last that was sent, and whole.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q7_nothingIsMixedIntoTheReply() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 7)).received();
        for (int i = 0; i < 2; i++) {
            try {
                taken.channel.send(false, RandomBytes.of(20, i));
            } catch (LimitException e) {
                assertFalse(Refusals.message(e).isBlank(), "a refusal says why");
            }
        }
        byte[] reply = RandomBytes.of(10, -7);
        assertArrayEquals(reply, taken.answeredWith(reply));
    }

    /**
     * After the close nothing can be sent any more.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q8_nothingIsSentAfterTheAnswer() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 8)).received();
        taken.answeredWith(RandomBytes.of(10, -8));
        assertThrows(IOException.class, () -> taken.channel.send(RandomBytes.of(10, 80)), "it is closed");
        onlyAnswer(taken.request);
    }

    /**
     * Closing twice is harmless: a connection as well as a transport.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q9_closingTwiceIsHarmless() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 9)).received();
        taken.answeredWith(RandomBytes.of(10, -9));
        taken.channel.close();
        taken.transport().close();
        taken.transport().close();
        onlyAnswer(taken.request);
        Request neverStarted = request(RandomBytes.of(10, 90));
        neverStarted.transport().close();
        neverStarted.transport().close();
        onlyAnswer(neverStarted);
    }

    /**
     * Whoever has sent a request is answered also where the transport is closed: with a refusal before it was started, and with the reply after that.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q10_aClosedTransportStillAnswers() throws Exception {
        Request neverStarted = request(RandomBytes.of(10, 10));
        opened.closeNow(neverStarted.transport());
        refusal(neverStarted);
        Taken taken = new Taken(RandomBytes.of(10, 100));
        opened.closeNow(taken.transport());
        byte[] reply = RandomBytes.of(10, -10);
        assertArrayEquals(reply, taken.received().answeredWith(reply));
    }

    /**
     * Starting twice, or after the close, is refused, and says which transport it was; the first start goes on.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q11_startingTwiceIsRefused() throws Exception {
        Taken taken = new Taken(RandomBytes.of(10, 11));
        Refusals.ofTheSecondStart(taken.transport(), "started before");
        byte[] reply = RandomBytes.of(10, -11);
        assertArrayEquals(reply, taken.received().answeredWith(reply));
        opened.closeNow(taken.transport());
        Refusals.ofTheSecondStart(taken.transport(), "closed");
    }

    /** An expression that cannot be read is refused with itself and the mend, before anything is opened. */
    @Test
    public void q12_malformedExpressionsAreRefusedWithTheMend() {
        for (String expression : malformed()) {
            Refusals.ofAMalformed(expression, wrong -> request(wrong, RandomBytes.of(10, 12)));
        }
    }

    /** An option that there is not is refused, and those that there are get listed. */
    @Test
    public void q13_unknownOptionsAreRefusedWithThoseThatThereAre() {
        Refusals.ofAnUnknownOption(expression(), wrong -> request(wrong, RandomBytes.of(10, 13)));
    }

    /**
     * A request over {@code maxFrame} is refused with both figures, and nothing of it is handed over; one that is as long is taken.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q14_aRequestOverTheLimitIsRefusedWithFigures() throws Exception {
        String limited = Refusals.with(expression(), "maxFrame=" + SMALL_FRAME);
        new Taken(limited, RandomBytes.of(SMALL_FRAME, 14)).received();
        closeAll();
        Request tooLong = request(limited, RandomBytes.of(SMALL_FRAME + 1, 14));
        Connections connections = started(tooLong);
        if (connections.hasNext()) {
            Channel channel = connections.next(limited);
            channel.awaitEnd();
            channel.close();
        }
        String refusal = refusal(tooLong);
        for (int figure : new int[] {SMALL_FRAME, SMALL_FRAME + 1}) {
            assertTrue(refusal.contains(Integer.toString(figure)), () -> '"' + refusal + "\" has " + figure);
        }
    }

    /**
     * After the close no thread, socket or child process is left, however many requests there were: as many as {@link #requests} says.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    @Timeout(1_800)
    public void q15_nothingIsLeftAfterTheClose() throws Exception {
        // The first time the JDK starts threads of its own, which stay.
        for (int i = 0; i < 3; i++) {
            useOnce(i);
        }
        Leftovers before = Leftovers.now();
        Often.run(requests(), this::useOnce);
        before.assertNothingMore();
    }

    /** Makes a request, and closes what it came to: each time at another point. */
    private void useOnce(int number) throws Exception {
        if (number % 3 == 0) {
            byte[] reply = RandomBytes.of(100, -15);
            assertArrayEquals(
                    reply, new Taken(RandomBytes.of(100, 15)).received().answeredWith(reply));
        } else if (number % 3 == 1) {
            new Taken(RandomBytes.of(100, 15)).received();
        } else {
            request(RandomBytes.of(100, 15));
        }
        closeAll();
    }

    /**
     * The kernel runs over it: a call, a megabyte, a call that fails, a notification, a handler that sends something beside its reply.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void q16_theKernelRunsOverIt() throws Exception {
        BlockingQueue<Object> notes = new LinkedBlockingQueue<>();
        Dispatcher served = new Dispatcher()
                .add("echo", (params, caller) -> params.value(0))
                .add("fail", (params, caller) -> {
                    throw new RpcException(16, "as it was asked to");
                })
                .add("note", (params, caller) -> notes.add(params.asList().get(0)))
                .add("tell", (params, caller) -> {
                    try {
                        caller.peer().orElseThrow().notify("told", Params.absent());
                    } catch (LimitException e) {
                        // It may be refused, or dropped.
                    }
                    return "told";
                });
        assertEquals(new Reply(Id.of(1), "hello"), handled(served, call("echo", "hello")), "a call");
        String large = "x".repeat(Math.min(1 << 20, longestPayload() / 2));
        assertEquals(new Reply(Id.of(1), large), handled(served, call("echo", large)), "a call of a megabyte");
        assertEquals(
                new ErrorReply(Id.of(1), 16, "as it was asked to", null),
                handled(served, call("fail", "")),
                "a call that fails");
        assertEquals(
                new Reply(Id.of(1), "told"), handled(served, call("tell", "")), "a call that sends something beside");
        Call note = Call.notification("note", Params.positional("a note"));
        assertEquals(0, handled(served, LineCodec.create().encode(note)).length, "bytes in answer to a notification");
        assertEquals("a note", Await.next("a notification", notes));
    }

    private static Call call(String method, String argument) {
        return new Call(Id.of(1), method, Params.positional(argument));
    }

    private Message handled(Dispatcher served, Call call) throws Exception {
        byte[] reply = handled(served, LineCodec.create().encode(call));
        return LineCodec.create().decode(reply);
    }

    private byte[] handled(Dispatcher served, byte[] body) throws Exception {
        Request request = request(body);
        Endpoint endpoint = opened.closing(Endpoint.builder()
                .codec(LineCodec.create())
                .dispatcher(served)
                .transport(request.transport())
                .open());
        byte[] reply = reply(request);
        Await.until(
                "the connection to end with its answer", () -> endpoint.peers().isEmpty());
        closeAll();
        onlyAnswer(request);
        return reply;
    }
}
