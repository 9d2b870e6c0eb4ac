package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages with something wrong in them: the decoder says so, throws nothing, and reads the next one. */
final class FuzzTest {
    private static final int ROUNDS = 50_000;
    private static final List<String> SEEDS = List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"echo\",\"params\":{\"text\":\"h\u00e9\\u20ac\\n\",\"n\":-4.2e1,\"flag\":true}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1,null,{\"__bytes\":\"AQI=\"},[[],{}],12345678901234567890]}",
            "{\"jsonrpc\":\"2.0\",\"result\":{\"a\":{\"__bytes\":\"\",\"b\":0}},\"id\":\"x\"}",
            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"no\",\"data\":[1]},\"id\":null}",
            "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[\"\ud83d\ude00\"]},7]");
    private static final byte[] GOOD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":{\"a\":[1,\"x\"]}}"
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] SPICE = "{}[]\",:\\\0 tfn0-.eE\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    private final Random random = new Random(20261122);

    @Test
    void nothingThatArrivesMakesTheDecoderThrow() {
        Decoder decoder = JrpcCodec.builder()
                .maxDepth(20)
                .maxNumber(30)
                .maxBatch(4)
                .build()
                .newDecoder();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] payload = mutated(SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8));
            String shown = new String(payload, StandardCharsets.ISO_8859_1);
            try {
                assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                        .isNotNull();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round " + round + ": " + shown, e);
            }
            if (round % 10 == 0) {
                Message next = decoder.decode(GOOD, 0, GOOD.length, Binding.plain());
                assertThat(next.toString()).as(shown).isEqualTo("Call[id=1, method=add, params={a=[1, x]}]");
            }
        }
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
        switch (random.nextInt(5)) {
            case 0 -> {
                byte[] changed = payload.clone();
                changed[at] = (byte) random.nextInt(256);
                return changed;
            }
            case 1 -> {
                byte[] changed = payload.clone();
                changed[at] = SPICE[random.nextInt(SPICE.length)];
                return changed;
            }
            case 2 -> {
                return Arrays.copyOf(payload, at + 1);
            }
            case 3 -> {
                return repeated(
                        payload, at, 1 + random.nextInt(Math.min(payload.length - at, 20)), 2 + random.nextInt(30));
            }
            default -> {
                return repeated(payload, at, Math.min(payload.length - at, 1 + random.nextInt(4)), 0);
            }
        }
    }

    /** Returns the payload with a part of it so many times instead of once; never empty. */
    private static byte[] repeated(byte[] payload, int at, int length, int times) {
        byte[] changed = new byte[Math.max(1, payload.length + length * (times - 1))];
        int head = Math.min(at, changed.length);
        System.arraycopy(payload, 0, changed, 0, head);
        for (int i = 0; i < times; i++) {
            System.arraycopy(payload, at, changed, at + i * length, length);
        }
        int tail = payload.length - at - length;
        System.arraycopy(payload, at + length, changed, at + times * length, Math.max(0, tail));
        return changed;
    }
}
