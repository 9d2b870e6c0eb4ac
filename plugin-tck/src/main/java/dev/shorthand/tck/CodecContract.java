package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every codec keeps to; the numbers are those of {@code module-info-docs/codec-contract.md}.
 *
 * <pre>{@code
 * final class JrpcContractTest extends CodecContract {
 *     @Override protected String expression() {
 *         return "jrpc";
 *     }
 * }
 * }</pre>
 */
public abstract class CodecContract {
    // Fixed, so that a payload that was found to do harm once does so again.
    private static final long SEED = 20_261_122;
    private static final int GARBAGE = 2_000;
    private static final int MUTATIONS = 5_000;

    // A frame that is still arriving moves between so many places in the buffer.
    private static final int PLACES = 5;

    /** For those who extend it. */
    protected CodecContract() {}

    /**
     * Returns the expression of the codec to be tested.
     *
     * @return for example {@code jrpc}
     */
    protected abstract String expression();

    /**
     * Makes the codec; override it where the provider is not installed as a service.
     *
     * @param limits its bounds
     * @return a codec
     */
    protected Codec codec(Limits limits) {
        return Plugins.installed().codec(expression(), limits);
    }

    /**
     * Returns what a value comes back as, for a codec that has no word of its own for its type, such as 1 for {@code true}.
     *
     * @param value what is sent, one plain value
     * @return what is expected, by default the value itself
     */
    protected @Nullable Object comesBackAs(@Nullable Object value) {
        return value;
    }

    /**
     * Returns what a message comes back as, for a codec whose format has no place for a part of it, such as the data of an error.
     *
     * @param message what is sent
     * @return what is expected, by default the message itself
     */
    protected Message comesBackAs(Message message) {
        return message;
    }

    private boolean cameBack(Message sent, Message received) {
        return Messages.same(comesBackAs(sent), received);
    }

    private Codec codec() {
        return codec(Limits.defaults());
    }

    /** Arguments of one value: named, or positional where the codec has no names. */
    private Params carrying(Codec codec, @Nullable Object value) {
        Params named = Params.named(Collections.singletonMap("value", "x"));
        boolean names = encoded(codec, new Call(Id.of(1), "m", named)).isPresent();
        return names ? Params.named(Collections.singletonMap("value", value)) : Params.positional(value);
    }

    private static Optional<byte[]> encoded(Codec codec, Message message) {
        try {
            return Optional.of(codec.encode(message));
        } catch (EncodeException e) {
            return Optional.empty();
        }
    }

    private List<Message> corpus(Codec codec) {
        Params params = carrying(codec, List.of("x", 1L, 0.5));
        List<Message> corpus = new ArrayList<>(Messages.ofEachKind(params));
        Messages.lessUsual(params).stream()
                .filter(message -> encoded(codec, message).isPresent())
                .forEach(corpus::add);
        return corpus;
    }

    /** Every plain value comes back as it was, or is refused with the path to it. */
    @Test
    public void c1_everyValueComesBackOrIsRefusedWithItsPath() {
        Codec codec = codec();
        for (Object value : Samples.all()) {
            Call call = new Call(Id.of(1), "m", carrying(codec, Collections.singletonList(value)));
            byte[] payload;
            try {
                payload = codec.encode(call);
            } catch (EncodeException e) {
                String path = call.params().isNamed() ? "params.value[0]" : "params[0][0]";
                assertTrue(
                        e.path().startsWith(path), "the path \"" + e.path() + "\" leads to " + path + " for " + value);
                assertFalse(
                        value != null && Samples.least().contains(value),
                        "every codec carries " + value + ", but: " + e.getMessage());
                continue;
            }
            Call back = assertInstanceOf(Call.class, codec.decode(payload), () -> "decoded from " + text(payload));
            Object actual = ((List<?>) notNull(back.params().value(0))).get(0);
            assertTrue(
                    Samples.same(comesBackAs(value), actual),
                    () -> describe(value) + " came back as " + describe(actual) + " from " + text(payload));
        }
    }

    /** Ids of each kind come back as they were, or are refused. */
    @Test
    public void c2_idsComeBackAsTheyWere() {
        Codec codec = codec();
        for (Object value : Samples.ids()) {
            Id id = Id.ofValue(value);
            assertIdComesBack(codec, value, new Call(id, "m", carrying(codec, "x")));
            // No call of ours has another kind, so a decoder may refuse to see one in a reply.
            if (value instanceof Long || value instanceof String) {
                assertIdComesBack(codec, value, new Reply(id, "x"));
                assertIdComesBack(codec, value, new ErrorReply(id, 1, "x", null));
            }
        }
    }

    private void assertIdComesBack(Codec codec, Object value, Message message) {
        Optional<byte[]> payload = encoded(codec, message);
        assertTrue(payload.isPresent() || !value.equals(1L), "every codec carries the id 1");
        payload.ifPresent(bytes -> assertComesBack(codec, message, bytes));
    }

    /** Calls, notifications, replies and errors come back; params of each kind and batches too, or they are refused. */
    @Test
    public void c3_everyKindOfMessageComesBack() {
        Codec codec = codec();
        Params params = carrying(codec, "x");
        for (Message message : Messages.ofEachKind(params)) {
            assertComesBack(codec, message, codec.encode(message));
        }
        List<Message> less = new ArrayList<>(Messages.lessUsual(params));
        Samples.params().forEach(each -> less.add(new Call(Id.of(3), "m", each)));
        for (Message message : less) {
            encoded(codec, message).ifPresent(payload -> assertComesBack(codec, message, payload));
        }
    }

    /** Whatever arrives, decoding returns a message, and one that says what was wrong where it was wrong. */
    @Test
    public void c4_decodingNeverThrows() {
        Codec codec = codec();
        Random random = new Random(SEED);
        Decoder decoder = codec.newDecoder();
        for (int i = 0; i < GARBAGE; i++) {
            byte[] garbage = new byte[1 + random.nextInt(60)];
            random.nextBytes(garbage);
            decode(decoder, garbage);
        }
        List<byte[]> payloads = corpus(codec).stream().map(codec::encode).toList();
        for (byte[] payload : payloads) {
            for (int length = 1; length < payload.length; length++) {
                decode(decoder, Arrays.copyOf(payload, length));
            }
        }
        for (int i = 0; i < MUTATIONS; i++) {
            decode(decoder, mutated(payloads.get(random.nextInt(payloads.size())), random));
        }
    }

    private static byte[] mutated(byte[] payload, Random random) {
        int at = random.nextInt(payload.length);
        int length = random.nextInt(payload.length - at) + 1;
        OutputBuffer out = new OutputBuffer(payload.length * 2);
        out.write(payload, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> out.write(random.nextInt(256)); // one byte changed
            case 1 -> out.write(payload, at, length); // a part twice
            case 2 -> out.write(payload, random.nextInt(payload.length - length + 1), length); // another part
            default -> out.write(payload[at] ^ (1 << random.nextInt(8))); // one bit changed
        }
        int rest = Math.min(payload.length, at + (random.nextBoolean() ? 1 : length));
        out.write(payload, rest, payload.length - rest);
        return out.toByteArray();
    }

    private static Message decode(Decoder decoder, byte[] payload) {
        Message message;
        try {
            message = decoder.decode(payload, 0, payload.length, Binding.plain());
        } catch (Throwable e) {
            throw new AssertionError("decoding throws for " + text(payload), e);
        }
        assertTrue(message != null, () -> "decoding returns null for " + text(payload));
        if (message instanceof Malformed malformed) {
            assertFalse(malformed.problem().isBlank(), () -> "nothing is said about what is wrong in " + text(payload));
        }
        return message;
    }

    /**
     * Cut anywhere, a stream gives the same payloads; empty frames count as none.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void c5_aStreamCutAnywhereGivesTheSame() throws Exception {
        Codec codec = codec();
        List<byte[]> payloads = corpus(codec).stream().map(codec::encode).toList();
        byte[] stream = stream(codec, payloads);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertPayloads(payloads, cutAt(codec.newFraming(), stream, cut), "cut at byte " + cut);
        }
        for (int phase = 0; phase < PLACES; phase++) {
            List<byte[]> found = byteByByte(codec.newFraming(), stream, phase);
            assertPayloads(payloads, found, "byte by byte, moved each time");
        }
    }

    private static byte[] stream(Codec codec, List<byte[]> payloads) {
        Framing framing = codec.newFraming();
        OutputBuffer out = new OutputBuffer(64);
        for (byte[] payload : payloads) {
            int start = out.size();
            out.write(payload);
            framing.wrap(out, start);
        }
        return out.toByteArray();
    }

    private static List<byte[]> cutAt(Framing framing, byte[] stream, int cut) throws FramingException {
        List<byte[]> found = new ArrayList<>();
        int start = 0;
        for (int limit : new int[] {cut, stream.length}) {
            while (framing.split(stream, start, limit)) {
                take(framing, stream, found);
                start = framing.frameEnd();
            }
        }
        return found;
    }

    private static List<byte[]> byteByByte(Framing framing, byte[] stream, int phase) throws FramingException {
        List<byte[]> found = new ArrayList<>();
        int start = 0;
        for (int limit = 1; limit <= stream.length; limit++) {
            // What has arrived of the frame stands elsewhere each time, as it does in a buffer that is compacted.
            int gap = (limit + phase) % PLACES;
            byte[] moved = new byte[gap + limit - start];
            System.arraycopy(stream, start, moved, gap, limit - start);
            if (framing.split(moved, gap, moved.length)) {
                take(framing, moved, found);
                start += framing.frameEnd() - gap;
            }
        }
        return found;
    }

    private static void take(Framing framing, byte[] buffer, List<byte[]> found) {
        if (framing.payloadEnd() > framing.payloadStart()) {
            found.add(Arrays.copyOfRange(buffer, framing.payloadStart(), framing.payloadEnd()));
        }
    }

    private static void assertPayloads(List<byte[]> expected, List<byte[]> actual, String how) {
        assertEquals(expected.size(), actual.size(), "payloads, " + how);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "payload " + i + ", " + how);
        }
    }

    /** What passes a limit is refused with the option that raises it: a frame before all of it has arrived. */
    @Test
    public void c6_limitsAreNamed() {
        Codec codec = codec();
        byte[] large = stream(codec, List.of(codec.encode(new Reply(Id.of(1), "x".repeat(10_000)))));
        Framing framing = codec(Limits.defaults().with("maxFrame", 64)).newFraming();
        FramingException refused = assertThrows(
                FramingException.class,
                () -> framing.split(large, 0, 1_000),
                "a frame over 64 bytes, of which 1,000 came");
        assertTrue(refused.overLimit(), "it is a limit that was passed");
        assertTrue(String.valueOf(refused.getMessage()).contains("maxFrame"), refused.getMessage());

        Object nested = 1L;
        for (int i = 0; i < 40; i++) {
            nested = List.of(nested);
        }
        assertNamed("maxDepth", 10, nested);
        assertNamed("maxNumber", 20, BigInteger.TEN.pow(100));
        Call call = new Call(Id.of(1), "m", carrying(codec, "x"));
        assertNamed(
                "maxBatch", codec(Limits.defaults().with("maxBatch", 10)), new Batch(Collections.nCopies(11, call)));
        Optional<Codec> bounded = codecWith("maxString=64");
        if (bounded.isPresent()) {
            assertNamed("maxString", bounded.get(), new Reply(Id.of(1), "x".repeat(65)));
            assertNamed("maxString", bounded.get(), new Call(Id.of(1), "m", carrying(codec, "x".repeat(65))));
        }
    }

    /** Returns the codec with an option that not every codec has; none where this one has not, or is not installed. */
    private Optional<Codec> codecWith(String option) {
        String expression = expression();
        try {
            return Optional.of(Plugins.installed()
                    .codec(expression + (expression.contains("?") ? "&" : "?") + option, Limits.defaults()));
        } catch (ExpressionException e) {
            return Optional.empty();
        }
    }

    private void assertNamed(String option, int limit, Object value) {
        Codec bounded = codec(Limits.defaults().with(option, limit));
        assertNamed(option, bounded, new Reply(Id.of(1), value));
        assertNamed(option, bounded, new Call(Id.of(1), "m", carrying(codec(), value)));
    }

    private void assertNamed(String option, Codec bounded, Message message) {
        Optional<byte[]> payload = encoded(codec(), message);
        if (payload.isEmpty()) {
            return;
        }
        Message back = bounded.decode(payload.get());
        Malformed malformed = assertInstanceOf(Malformed.class, back, "what is over " + option + " is refused");
        assertTrue(malformed.problem().contains(option), "\"" + malformed.problem() + "\" names " + option);
        if (!(message instanceof Reply)) {
            assertTrue(malformed.answerable(), "a call over " + option + " is answered");
            String answer = malformed.toErrorReply().message();
            assertTrue(answer.contains(option), "the answer \"" + answer + "\" names " + option);
        }
    }

    /** An encoder that has refused a message writes the next as if nothing had been. */
    @Test
    public void c7_anEncoderIsGoodAfterARefusal() {
        Codec codec = codec();
        Encoder encoder = codec.newEncoder(Conversions.standard());
        for (Message message : corpus(codec)) {
            OutputBuffer out = new OutputBuffer(16);
            Object bad = Arrays.asList("a value before it", List.of(new Object()));
            assertThrows(
                    EncodeException.class,
                    () -> encoder.encode(new Call(Id.of(1), "m", carrying(codec, bad)), out),
                    "an object of no known type is refused");
            out.truncate(0);
            encoder.encode(message, out);
            assertArrayEquals(codec.encode(message), out.toByteArray(), "encoded after a refusal: " + message);
        }
    }

    /** A decoder that has refused a payload reads the next as if nothing had been. */
    @Test
    public void c8_aDecoderIsGoodAfterGarbage() {
        Codec codec = codec();
        Decoder decoder = codec.newDecoder();
        Random random = new Random(SEED);
        for (Message message : corpus(codec)) {
            byte[] payload = codec.encode(message);
            for (int i = 0; i < 50; i++) {
                decode(decoder, i % 2 == 0 ? mutated(payload, random) : Arrays.copyOf(payload, 1 + i % payload.length));
                Message back = decode(decoder, payload);
                assertTrue(cameBack(message, back), () -> message + " came back as " + back + " after garbage");
            }
        }
    }

    /** Encoding appends: what the buffer holds stays. */
    @Test
    public void c9_encodingAppends() {
        Codec codec = codec();
        Encoder encoder = codec.newEncoder(Conversions.standard());
        OutputBuffer out = new OutputBuffer(1);
        OutputBuffer expected = new OutputBuffer(1);
        for (Message message : corpus(codec)) {
            encoder.encode(message, out);
            expected.write(codec.encode(message));
            assertArrayEquals(expected.toByteArray(), out.toByteArray(), "appended: " + message);
        }
    }

    /**
     * Encoders and decoders of one codec work at the same time on many threads, each its own.
     *
     * @throws Exception if something fails that the rule is not about
     */
    @Test
    public void c10_connectionsDoNotDisturbOneAnother() throws Exception {
        Codec codec = codec();
        List<Message> corpus = corpus(codec);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int own = thread;
                all.add(threads.submit(() -> converse(codec, corpus, own)));
            }
            for (Future<?> each : all) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void converse(Codec codec, List<Message> corpus, int thread) {
        Encoder encoder = codec.newEncoder(Conversions.standard());
        Decoder decoder = codec.newDecoder();
        OutputBuffer out = new OutputBuffer(64);
        for (int round = 0; round < 500; round++) {
            Message message = round % 2 == 0
                    ? corpus.get(round % corpus.size())
                    : new Reply(Id.of(round), "thread " + thread + " round " + round);
            out.clear();
            encoder.encode(message, out);
            Message back = decode(decoder, out.toByteArray());
            assertTrue(cameBack(message, back), () -> message + " came back as " + back);
        }
    }

    /** A decoder reads the payload alone, wherever it stands in its array, and does not write to that. */
    @Test
    public void c11_aDecoderKeepsWithinThePayload() {
        Codec codec = codec();
        Decoder decoder = codec.newDecoder();
        for (Message message : corpus(codec)) {
            byte[] payload = codec.encode(message);
            OutputBuffer around = new OutputBuffer(64);
            around.write(payload);
            around.write(payload);
            around.write(payload);
            byte[] array = around.toByteArray();
            Message back = decoder.decode(array, payload.length, payload.length, Binding.plain());
            assertTrue(cameBack(message, back), () -> message + " came back as " + back + " from among others");
            assertArrayEquals(around.toByteArray(), array, "the array was written to");
        }
    }

    /** Arguments that do not fit what the method declares are read again as plain values. */
    @Test
    public void c12_whatDoesNotFitIsReadAsPlainValues() {
        Codec codec = codec();
        Decoder decoder = codec.newDecoder();
        for (Message message : corpus(codec)) {
            byte[] payload = codec.encode(message);
            Message back = decoder.decode(payload, 0, payload.length, new Unfit());
            assertTrue(cameBack(message, back), () -> message + " came back as " + back + " though nothing fits");
        }
    }

    /** Nothing fits what it declares; it finds out in the midst of the value. */
    private static final class Unfit implements Binding {
        @Override
        public Params readParams(String method, ValueReader in) {
            in.next();
            throw new MismatchException("nothing fits");
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            throw new MismatchException("nothing fits");
        }
    }

    private void assertComesBack(Codec codec, Message message, byte[] payload) {
        Message back = codec.decode(payload);
        assertTrue(cameBack(message, back), () -> message + " came back as " + back + " from " + text(payload));
    }

    private static Object notNull(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("a list came back as null");
        }
        return value;
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, 20)));
        }
        return value == null ? "null" : value.getClass().getSimpleName() + " " + shortened(value.toString());
    }

    private static String text(byte[] payload) {
        return "\"" + shortened(new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1)) + "\" ("
                + shortened(HexFormat.of().formatHex(payload)) + ")";
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "… (" + text.length() + " characters)";
    }
}
