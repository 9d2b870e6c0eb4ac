package dev.shorthand.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every codec keeps to with messages and bytes that nobody thought of; the numbers are those of {@code module-info-docs/codec-contract.md}. It goes
 * on where {@link CodecContract} ends, and takes some seconds.
 *
 * <pre>{@code
 * final class JrpcFuzzTest extends CodecFuzz {
 *     @Override protected String expression() {
 *         return "jrpc";
 *     }
 * }
 * }</pre>
 *
 * <p>The messages are the same ones in each run. With the system property {@code shorthand.fuzz}, a time such as {@code PT10M}, each rule goes on for so
 * long, with other messages each time. What fails says the bytes that did it.
 */
// Seconds on a machine that is idle; a busy one is no fault of the codec's.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public abstract class CodecFuzz {
    private static final int MESSAGES = 5_000;
    private static final int PATHS = 1_000;
    private static final int STREAMS = 150;
    private static final int MUTATIONS = 200_000;
    private static final int MUTATED_STREAMS = 3_000;

    // What one short payload may cost to be read, or to be refused.
    private static final long MOST_ALLOCATED = 1 << 20;

    // Small ones, so that they are passed now and then.
    private static final Limits NARROW =
            Limits.defaults().with("maxDepth", 20).with("maxNumber", 30).with("maxBatch", 4);

    /** For those who extend it. */
    protected CodecFuzz() {}

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
     * @param value what is sent, one plain value that is neither a list nor a map
     * @return what is expected, by default the value itself
     */
    protected @Nullable Object comesBackAs(@Nullable Object value) {
        return value;
    }

    /**
     * Returns what a message comes back as, for a codec that has no place for a part of it, such as the data of an error.
     *
     * @param message what is sent, with its values as {@link #comesBackAs(Object)} has them; no batch, but the messages of one
     * @return what is expected, by default the message itself
     */
    protected Message comesBackAs(Message message) {
        return message;
    }

    /**
     * Returns how many mutated payloads are read. A codec that is tested in several framings need not read all of them in each: its decoder is the same.
     *
     * @return 1 or more, by default 200,000
     */
    protected int mutations() {
        return MUTATIONS;
    }

    /** Any message comes back as it was, or is refused; some of each kind are not. */
    @Test
    public void f1_anyMessageComesBackOrIsRefused() {
        Codec codec = codec(Limits.defaults());
        Encoder encoder = codec.newEncoder(Conversions.standard());
        Decoder decoder = codec.newDecoder();
        Rounds rounds = new Rounds(MESSAGES);
        RandomMessages messages = new RandomMessages(rounds.random());
        Map<String, Integer> carried = new LinkedHashMap<>(Map.of("Call", 0, "Reply", 0, "ErrorReply", 0));
        OutputBuffer out = new OutputBuffer(64);
        while (rounds.next()) {
            Message message = messages.next();
            out.clear();
            if (!encoded(encoder, message, out)) {
                continue;
            }
            carried.merge(message.getClass().getSimpleName(), 1, Integer::sum);
            Message back = decoder.decode(out.array(), 0, out.size(), Binding.plain());
            assertTrue(
                    Messages.same(expected(message), back),
                    () -> message + " came back as " + back + " from " + text(out.toByteArray()) + ", " + rounds);
        }
        carried.forEach((kind, count) ->
                assertTrue(count > rounds.number() / 50, kind + ": no more than " + count + " of these were carried"));
    }

    /** Writes a message, or sees that it says why it does not, and returns false. */
    static boolean encoded(Encoder encoder, Message message, OutputBuffer out) {
        try {
            encoder.encode(message, out);
            return true;
        } catch (EncodeException e) {
            assertFalse(
                    String.valueOf(e.getMessage()).isBlank(), () -> "nothing is said of why it is refused: " + message);
            return false;
        }
    }

    private Message expected(Message message) {
        if (message instanceof Call call) {
            return comesBackAs(new Call(call.id(), call.method(), expected(call.params())));
        }
        if (message instanceof Reply reply) {
            return comesBackAs(new Reply(reply.id(), expectedValue(reply.result())));
        }
        if (message instanceof ErrorReply error) {
            return comesBackAs(new ErrorReply(error.id(), error.code(), error.message(), expectedValue(error.data())));
        }
        if (message instanceof Batch batch) {
            return new Batch(batch.messages().stream().map(this::expected).toList());
        }
        return message;
    }

    private Params expected(Params params) {
        List<@Nullable Object> values = new ArrayList<>();
        params.asList().forEach(value -> values.add(expectedValue(value)));
        return params.isNamed()
                ? Params.named(params.asMap().keySet().toArray(new String[0]), values.toArray())
                : params.isAbsent() ? params : Params.positional(values.toArray());
    }

    private @Nullable Object expectedValue(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> expected = new ArrayList<>();
            list.forEach(each -> expected.add(expectedValue(each)));
            return expected;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> expected = new LinkedHashMap<>();
            map.forEach((key, each) -> expected.put(key, expectedValue(each)));
            return expected;
        }
        return comesBackAs(value);
    }

    /** What cannot be sent is refused with the path to it, however deep it stands and whatever stands beside it. */
    @Test
    public void f2_aRefusalHasThePathToTheValue() {
        Codec codec = codec(Limits.defaults());
        Rounds rounds = new Rounds(PATHS);
        Random random = rounds.random();
        RandomMessages messages = new RandomMessages(random);
        boolean names = named(codec);
        while (rounds.next()) {
            StringBuilder path = new StringBuilder();
            Object value = around(new Object(), messages, random, path);
            String name = messages.name(true);
            Call call = new Call(
                    Id.of(1),
                    "m",
                    names ? Params.named(Collections.singletonMap(name, value)) : Params.positional(0L, value));
            String params = names ? "params." + name : "params[1]";
            assertRefused(params + path, codec, call, rounds);
            assertRefused("result" + path, codec, new Reply(Id.of(1), value), rounds);
        }
    }

    private static boolean named(Codec codec) {
        Params named = Params.named(Collections.singletonMap("value", "x"));
        return encoded(codec.newEncoder(Conversions.standard()), new Call(Id.of(1), "m", named), new OutputBuffer(64));
    }

    /** Puts lists and maps around a value, and notes the way to it. */
    private static Object around(Object value, RandomMessages messages, Random random, StringBuilder path) {
        Object all = value;
        for (int left = random.nextInt(6); left > 0; left--) {
            int at = random.nextInt(4);
            if (random.nextBoolean()) {
                List<Object> list = new ArrayList<>(Collections.nCopies(at, "before"));
                list.add(all);
                list.add(0.5);
                path.insert(0, "[" + at + "]");
                all = list;
            } else {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = 0; i < at; i++) {
                    map.put("before" + i, List.of());
                }
                String name = messages.name(true);
                map.put(name, all);
                path.insert(0, "." + name);
                all = map;
            }
        }
        return all;
    }

    private static void assertRefused(String path, Codec codec, Message message, Rounds rounds) {
        EncodeException refused = assertThrows(
                EncodeException.class, () -> codec.encode(message), () -> "an object of no known type in " + message);
        assertEquals(path, refused.path(), () -> "the path to what cannot be sent, " + rounds);
    }

    /** A stream of any messages gives the same ones however it is cut. */
    @Test
    public void f3_anyCutOfAnyStreamGivesTheSameMessages() {
        Codec codec = codec(Limits.defaults());
        Rounds rounds = new Rounds(STREAMS);
        RandomMessages messages = new RandomMessages(rounds.random());
        while (rounds.next()) {
            List<Message> sent = new ArrayList<>();
            byte[] stream = stream(codec, messages, 1 + rounds.random().nextInt(30), sent);
            Pieces pieces = Pieces.of(codec.newFraming(), stream, cuts(stream.length, rounds.random()), rounds);
            Decoder decoder = codec.newDecoder();
            List<byte[]> payloads = pieces.payloads();
            assertEquals(sent.size(), payloads.size(), () -> "messages of " + text(stream) + ", " + rounds);
            for (int i = 0; i < payloads.size(); i++) {
                byte[] payload = payloads.get(i);
                Message message = expected(sent.get(i));
                Message back = decoder.decode(payload, 0, payload.length, Binding.plain());
                assertTrue(Messages.same(message, back), () -> message + " came back as " + back + ", " + rounds);
            }
        }
    }

    private static byte[] stream(Codec codec, RandomMessages messages, int count, List<Message> sent) {
        Encoder encoder = codec.newEncoder(Conversions.standard());
        Framing framing = codec.newFraming();
        OutputBuffer out = new OutputBuffer(64);
        while (sent.size() < count) {
            int start = out.size();
            Message message = messages.next();
            try {
                encoder.encode(message, out);
                framing.wrap(out, start);
                sent.add(message);
            } catch (EncodeException e) {
                // Nothing of it is in the stream.
                out.truncate(start);
            }
        }
        return out.toByteArray();
    }

    private static int[] cuts(int length, Random random) {
        List<Integer> cuts = new ArrayList<>();
        int longest = 1 + random.nextInt(1 + random.nextInt(2_000));
        for (int at = 1 + random.nextInt(longest); at < length; at += 1 + random.nextInt(longest)) {
            cuts.add(at);
        }
        cuts.add(length);
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Whatever a payload has become, it is read as a message or refused as one: nothing is thrown, little is allocated, and the next payload is read. What was
     * read can be written, or is refused, and is then read as the same.
     */
    @Test
    public void f4_mutatedPayloadsAreReadOrRefused() {
        Codec wide = codec(Limits.defaults());
        Encoder encoder = wide.newEncoder(Conversions.standard());
        Decoder again = wide.newDecoder();
        Decoder decoder = codec(NARROW).newDecoder();
        Rounds rounds = new Rounds(mutations());
        List<byte[]> originals = originals(wide, rounds.random());
        Mutations mutations = new Mutations(rounds.random());
        Message good = new Reply(Id.of(1), "good");
        byte[] goodPayload = wide.encode(good);
        OutputBuffer out = new OutputBuffer(64);
        while (rounds.next()) {
            byte[] payload = mutations.of(originals);
            Message message = decode(decoder, payload, rounds);
            if (!hasMalformed(message)) {
                out.clear();
                if (encoded(encoder, message, out)) {
                    Message second = again.decode(out.array(), 0, out.size(), Binding.plain());
                    Message first = message instanceof Batch ? message : comesBackAs(message);
                    assertTrue(
                            Messages.same(first, second),
                            () -> text(payload) + " was read as " + message + ", and then as " + second + ", "
                                    + rounds);
                }
            }
            if (rounds.number() % 10 == 0) {
                Message next = decode(decoder, goodPayload, rounds);
                assertTrue(Messages.same(good, next), () -> next + " was read after " + text(payload) + ", " + rounds);
            }
        }
    }

    /** Returns some hundred short payloads of any messages. */
    static List<byte[]> originals(Codec codec, Random random) {
        RandomMessages messages = new RandomMessages(random);
        List<byte[]> originals = new ArrayList<>();
        Encoder encoder = codec.newEncoder(Conversions.standard());
        while (originals.size() < 300) {
            OutputBuffer out = new OutputBuffer(64);
            if (encoded(encoder, messages.next(), out) && out.size() < 500) {
                originals.add(out.toByteArray());
            }
        }
        return originals;
    }

    /** Returns whether a message is one that was refused, or holds one. */
    static boolean hasMalformed(Message message) {
        return message instanceof Malformed
                || (message instanceof Batch batch && batch.messages().stream().anyMatch(CodecFuzz::hasMalformed));
    }

    private static Message decode(Decoder decoder, byte[] payload, Rounds rounds) {
        long before = Allocated.bytes();
        Message message = read(decoder, payload, rounds);
        long bytes = Allocated.bytes() - before;
        assertTrue(bytes < MOST_ALLOCATED, () -> bytes + " bytes are allocated for " + text(payload) + ", " + rounds);
        return message;
    }

    /** Reads a payload, or sees that it is refused; {@code rounds} goes into what is said of a failure. */
    static Message read(Decoder decoder, byte[] payload, Object rounds) {
        Message message;
        try {
            message = decoder.decode(payload, 0, payload.length, Binding.plain());
        } catch (Throwable e) {
            throw new AssertionError("decoding throws for " + text(payload) + ", " + rounds, e);
        }
        assertTrue(message != null, () -> "decoding returns null for " + text(payload) + ", " + rounds);
        if (message instanceof Malformed malformed) {
            assertFalse(malformed.problem().isBlank(), () -> "nothing is said about what is wrong in " + text(payload));
        }
        return message;
    }

    /** Whatever a stream has become, it gives payloads, and the same ones however it is cut, until it ends or cannot be read further. */
    @Test
    public void f5_mutatedStreamsGiveTheSameHoweverTheyAreCut() {
        Codec codec = codec(Limits.defaults());
        Decoder decoder = codec(NARROW).newDecoder();
        Rounds rounds = new Rounds(MUTATED_STREAMS);
        List<byte[]> originals = new ArrayList<>();
        RandomMessages messages = new RandomMessages(rounds.random());
        for (int i = 0; i < 100; i++) {
            originals.add(stream(codec, messages, 1 + i % 4, new ArrayList<>()));
        }
        Mutations mutations = new Mutations(rounds.random());
        while (rounds.next()) {
            byte[] stream = mutations.of(originals);
            Pieces whole = Pieces.of(codec.newFraming(), stream, new int[] {stream.length}, rounds);
            int[] cuts = cuts(stream.length, rounds.random());
            Pieces cut = Pieces.of(codec.newFraming(), stream, cuts, rounds);
            assertTrue(
                    whole.equals(cut),
                    () -> text(stream) + " gives " + whole + ", and cut at " + Arrays.toString(cuts) + " gives " + cut
                            + ", " + rounds);
            whole.payloads().forEach(payload -> decode(decoder, payload, rounds));
        }
    }

    /** Returns bytes as text and as hexadecimal digits, for a message. */
    static String text(byte[] bytes) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return "\"" + text + "\" (" + HexFormat.of().formatHex(bytes) + ")";
    }
}
