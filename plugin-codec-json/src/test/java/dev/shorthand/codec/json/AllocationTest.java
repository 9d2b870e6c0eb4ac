package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.tck.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message may cost in bytes allocated. The figures measured stand beside those allowed. */
final class AllocationTest {
    private static final JrpcCodec CODEC = JrpcCodec.builder().build();
    private static final byte[] REQUEST = ("{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"echo\",\"params\":"
                    + "{\"text\":\"hello, world of thirty-two bytes.\",\"n\":42,\"flag\":true}}")
            .getBytes(StandardCharsets.US_ASCII);

    @Test
    void aSmallRequestIsDecodedForItsValuesAndTheMessage() throws Exception {
        Decoder decoder = CODEC.newDecoder();
        Binding typed = new Typed();
        long perRun = Allocation.perRun(() -> decoder.decode(REQUEST, 0, REQUEST.length, typed));
        // Measured 192 on 17 and 25: the text 80, the array of arguments 32, the params 32, the call 24 and its id 24;
        // 42 and
        // true are boxed by the JDK's caches.
        assertThat(perRun).isLessThanOrEqualTo(200);
    }

    @Test
    void aSmallRequestIsEncodedForNothing() throws Exception {
        Encoder encoder = CODEC.newEncoder(Conversions.standard());
        OutputBuffer out = new OutputBuffer(1024);
        Call call = new Call(Id.of(17), "echo", Params.named(new String[] {"text", "n", "flag"}, new Object[] {
            "hello, world of thirty-two bytes.", 42L, true
        }));
        long perRun = Allocation.perRun(() -> {
            out.clear();
            encoder.encode(call, out);
        });
        assertThat(out.toString()).isEqualTo(new String(REQUEST, StandardCharsets.US_ASCII));
        // Measured 0.
        assertThat(perRun).isLessThanOrEqualTo(8);
    }

    @Test
    void aLongTextCostsItsOwnBytesAndNoMore() throws Exception {
        Encoder encoder = CODEC.newEncoder(Conversions.standard());
        Decoder decoder = CODEC.newDecoder();
        OutputBuffer out = new OutputBuffer(4096);
        for (String text :
                List.of("a text of ASCII ".repeat(64), "mit Umlauten: äöü".repeat(64), "a\tline\n".repeat(128))) {
            Reply reply = new Reply(Id.of(17), text);
            long encoded = Allocation.perRun(() -> {
                out.clear();
                encoder.encode(reply, out);
            });
            // Measured 0.
            assertThat(encoded).isLessThanOrEqualTo(100);

            long decoded = Allocation.perRun(() -> decoder.decode(out.array(), 0, out.size(), Binding.plain()));
            // Measured 88 and the text: its object 24, its array's header 16, the reply 24, and its id 24. Where not
            // all is
            // ASCII, the JDK copies the bytes of the text once more.
            boolean ascii = text.chars().allMatch(c -> c < 0x80);
            assertThat(decoded).isLessThanOrEqualTo((ascii ? 1 : 3) * text.length() + 150L);
        }
    }

    private static Framing framing(String expression) {
        return new JrpcProvider()
                .create(Expression.parse(expression), Limits.defaults())
                .newFraming();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jrpc", "jrpc:lines", "jrpc:\\r\\n", "jrpc:headers", "jrpc:concatenated"})
    void framingAllocatesNothing(String expression) {
        // Measured 0.
        assertThat(Allocation.perFrame(framing(expression), REQUEST)).isLessThanOrEqualTo(8);
        byte[] large = ("[\"" + "x".repeat((64 << 10) - 4) + "\"]").getBytes(StandardCharsets.US_ASCII);
        // Measured 0.
        assertThat(Allocation.of2000Cuts(framing(expression), large)).isLessThanOrEqualTo(2_000);
    }

    @Test
    void aBadMessageCostsNoMoreThanSomeKilobytes() throws Exception {
        Decoder decoder = CODEC.newDecoder();
        byte[] garbage = "garbage".getBytes(StandardCharsets.US_ASCII);
        long perRun = Allocation.perRun(() -> decoder.decode(garbage, 0, garbage.length, Binding.plain()));
        assertThat(perRun).isLessThanOrEqualTo(16_000);
    }

    /** Reads the arguments as a method that declares them would. */
    private static final class Typed implements Binding {
        private static final String[] NAMES = {"text", "n", "flag"};

        @Override
        public Params readParams(String method, ValueReader in) {
            Object[] values = new Object[NAMES.length];
            while (in.next() == Token.NAME) {
                String name = in.string();
                Token token = in.next();
                if (name.equals("text")) {
                    values[0] = in.string();
                } else if (name.equals("n")) {
                    values[1] = in.longValue();
                } else {
                    values[2] = token == Token.TRUE;
                }
            }
            return Params.bound(this, NAMES, values, -1);
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            return null;
        }
    }
}
