package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages with something wrong in them: each is a message, an error, or wants more; nothing is thrown, hangs, or grows. */
final class FuzzTest {
    private static final int ROUNDS = 200_000;
    private static final MsgpackCodec CODEC = MsgpackCodec.builder()
            .named(true)
            .errorData(true)
            .maxDepth(20)
            .maxFrame(4_096)
            .build();
    private static final byte[] GOOD = HexFormat.of().parseHex("940001a361646491820102a16192c3a178");
    private static final int[] SPICE = {
        0xc0, 0xc1, 0xc6, 0xc9, 0xca, 0xcb, 0xcf, 0xd3, 0xd6, 0xd7, 0xdb, 0xdd, 0xdf, 0x90, 0x91, 0x9f, 0x8f, 0xff, 0x00
    };

    // So many inputs may allocate so many bytes together, those included that the JVM needs for code that runs the
    // first time.
    private static final int TOGETHER = 20;
    private static final long MOST_ALLOCATED = 4 << 20;

    private final RandomValues values = new RandomValues(20_261_122);
    private final Random random = values.random();

    @Test
    void nothingThatArrivesMakesTheDecoderThrowOrGrow() throws Exception {
        List<byte[]> seeds = seeds();
        Decoder decoder = CODEC.newDecoder();
        int malformed = 0;
        byte[][] payloads = new byte[TOGETHER][];
        Message[] read = new Message[TOGETHER];
        for (int round = 0; round < ROUNDS; round += TOGETHER) {
            Arrays.setAll(payloads, i -> mutated(seeds.get(random.nextInt(seeds.size()))));
            long allocated = Allocation.of(() -> Arrays.setAll(read, i -> decode(decoder, payloads[i])));
            assertThat(allocated)
                    .as(() -> Arrays.toString(Arrays.stream(payloads)
                            .map(HexFormat.of()::formatHex)
                            .toArray()))
                    .isLessThan(MOST_ALLOCATED);
            for (Message message : read) {
                if (message instanceof Malformed bad) {
                    assertThat(bad.problem()).isNotBlank();
                    malformed++;
                }
            }
            assertThat(decode(decoder, GOOD).toString())
                    .as(() -> HexFormat.of().formatHex(payloads[TOGETHER - 1]))
                    .isEqualTo("Call[id=1, method=add, params={1=2, a=[true, x]}]");
        }
        // Else it tests something else than it says.
        assertThat(malformed).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private static Message decode(Decoder decoder, byte[] payload) {
        try {
            return decoder.decode(payload, 0, payload.length, Binding.plain());
        } catch (RuntimeException | Error e) {
            throw new AssertionError(HexFormat.of().formatHex(payload), e);
        }
    }

    @Test
    void nothingThatArrivesMakesTheFramingThrowAnythingElse() {
        List<byte[]> seeds = seeds();
        Framing framing = CODEC.newFraming();
        byte[] stream = new byte[8_192];
        int start = 0;
        int limit = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = random.nextInt(3) == 0
                    ? mutated(seeds.get(random.nextInt(seeds.size())))
                    : seeds.get(random.nextInt(seeds.size()));
            int count = Math.min(payload.length, stream.length - limit);
            System.arraycopy(payload, 0, stream, limit, count);
            limit += count;
            try {
                while (framing.split(stream, start, limit)) {
                    boolean within = start <= framing.payloadStart()
                            && framing.payloadStart() <= framing.payloadEnd()
                            && framing.payloadEnd() <= framing.frameEnd()
                            && start < framing.frameEnd()
                            && framing.frameEnd() <= limit;
                    assertThat(within).isTrue();
                    start = framing.frameEnd();
                }
                // It never waits for more than it accepts.
                assertThat(limit - start).isLessThanOrEqualTo(4_096);
                System.arraycopy(stream, start, stream, 0, limit - start);
                limit -= start;
            } catch (FramingException e) {
                assertThat(e.getMessage()).isNotBlank();
                framing = CODEC.newFraming();
                limit = 0;
            }
            start = 0;
        }
    }

    private List<byte[]> seeds() {
        Message[] messages = new Message[200];
        for (int i = 0; i < messages.length; i += 4) {
            messages[i] = new Call(Id.of(i), "method", Params.positional(values.value(0), values.value(3)));
            messages[i + 1] = new Reply(Id.of(i * 1_000L), values.value(3));
            messages[i + 2] = new ErrorReply(Id.of(i), -i, "failed", values.value(2));
            messages[i + 3] = Call.notification("note", Params.named(values.map(2)));
        }
        return Arrays.stream(messages).map(CODEC::encode).toList();
    }

    private byte[] mutated(byte[] seed) {
        byte[] payload = seed;
        for (int left = random.nextInt(4); left >= 0; left--) {
            payload = mutate(payload);
        }
        return payload;
    }

    private byte[] mutate(byte[] payload) {
        int at = random.nextInt(payload.length);
        return switch (random.nextInt(6)) {
            case 0 -> changed(payload, at, random.nextInt(256));
            case 1 -> changed(payload, at, SPICE[random.nextInt(SPICE.length)]);
            case 2 -> changed(payload, at, payload[at] ^ 1 << random.nextInt(8));
            case 3 -> Arrays.copyOf(payload, at + 1);
            case 4 ->
                repeated(payload, at, 1 + random.nextInt(Math.min(payload.length - at, 20)), 2 + random.nextInt(10));
            default -> repeated(payload, at, Math.min(payload.length - at, 1 + random.nextInt(4)), 0);
        };
    }

    private static byte[] changed(byte[] payload, int at, int value) {
        byte[] changed = payload.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** Returns the payload with a part of it so many times instead of once; never empty. */
    private static byte[] repeated(byte[] payload, int at, int length, int times) {
        byte[] changed = new byte[Math.max(1, payload.length + length * (times - 1))];
        System.arraycopy(payload, 0, changed, 0, Math.min(at, changed.length));
        for (int i = 0; i < times; i++) {
            System.arraycopy(payload, at, changed, at + i * length, length);
        }
        int tail = payload.length - at - length;
        System.arraycopy(payload, at + length, changed, at + times * length, Math.max(0, tail));
        return changed;
    }
}
