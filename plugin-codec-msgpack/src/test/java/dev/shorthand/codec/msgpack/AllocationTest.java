package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.tck.Allocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a message may cost in bytes allocated. The figures measured stand beside those allowed. */
final class AllocationTest {
    private static final MsgpackCodec CODEC = MsgpackCodec.builder().build();
    private static final String TEXT = "hello, world of thirty-two bytes.";
    private static final Call REQUEST = new Call(Id.of(1_700), "echo", Params.positional(TEXT, 42L, true));

    // The text: a String of 24, and an array of 16 and its characters, as the JVM rounds them up.
    private static final long VALUES = 24 + 56;

    @Test
    void aSmallRequestIsDecodedForItsValuesAndTheMessage() throws Exception {
        Decoder decoder = CODEC.newDecoder();
        Binding typed = new Typed();
        byte[] payload = CODEC.encode(REQUEST);
        long perRun = Allocation.perRun(() -> decoder.decode(payload, 0, payload.length, typed));
        // Measured 192 on 17 and 25: beside the values the array of arguments 32, the params 32, the call 24 and its id
        // 24; 42 and true are boxed by the JDK's caches.
        assertThat(perRun).isLessThanOrEqualTo(VALUES + 120);
    }

    @Test
    void aSmallRequestIsEncodedForNothing() throws Exception {
        Encoder encoder = CODEC.newEncoder(Conversions.standard());
        OutputBuffer out = new OutputBuffer(1024);
        long perRun = Allocation.perRun(() -> {
            out.clear();
            encoder.encode(REQUEST, out);
        });
        // Measured 0.
        assertThat(perRun).isLessThanOrEqualTo(8);
    }

    @Test
    void textsAndTimesAreEncodedForNothing() throws Exception {
        Encoder encoder = CODEC.newEncoder(Conversions.standard());
        OutputBuffer out = new OutputBuffer(8192);
        Reply reply = new Reply(
                Id.of(1),
                new Object[] {"grüße, \u4e16\u754c ".repeat(99), "x".repeat(1_000), Instant.EPOCH, 1.5, 1L << 40});
        long perRun = Allocation.perRun(() -> {
            out.clear();
            encoder.encode(reply, out);
        });
        // Measured 0.
        assertThat(perRun).isLessThanOrEqualTo(8);
    }

    @Test
    void framingAllocatesNothing() throws Exception {
        // Measured 0.
        assertThat(Allocation.perFrame(CODEC.newFraming(), CODEC.encode(REQUEST)))
                .isLessThanOrEqualTo(8);
        byte[] large = CODEC.encode(new Reply(Id.of(1), "x".repeat(64 << 10)));
        // Measured 0.
        assertThat(Allocation.of2000Cuts(CODEC.newFraming(), large)).isLessThanOrEqualTo(2_000);
    }

    @Test
    void aBadMessageCostsNoMoreThanSomeKilobytes() throws Exception {
        Decoder decoder = CODEC.newDecoder();
        byte[] garbage = {'g', 'a', 'r', 'b', 'a', 'g', 'e'};
        long perRun = Allocation.perRun(() -> decoder.decode(garbage, 0, garbage.length, Binding.plain()));
        assertThat(perRun).isLessThanOrEqualTo(4_000);
    }

    /** Reads the arguments as a method that declares them would. */
    private static final class Typed implements Binding {
        private static final String[] NAMES = {"text", "n", "flag"};

        @Override
        public Params readParams(String method, ValueReader in) {
            Object[] values = new Object[NAMES.length];
            in.next();
            values[0] = in.string();
            in.next();
            values[1] = in.longValue();
            values[2] = in.next() == Token.TRUE;
            in.next();
            return Params.bound(this, NAMES, values, -1);
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            return null;
        }
    }
}
