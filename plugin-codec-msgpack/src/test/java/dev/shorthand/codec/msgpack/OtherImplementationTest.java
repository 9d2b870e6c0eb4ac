package dev.shorthand.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.tck.Vectors;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** msgpack-core, which is by the format's own makers, writes the same bytes; and what it writes is read. */
final class OtherImplementationTest {
    private final RandomValues values = new RandomValues(7);
    private final Encoder encoder = MsgpackCodec.builder().build().newEncoder(Conversions.standard());
    private final Decoder decoder = MsgpackCodec.builder().build().newDecoder();

    @Test
    void bothWriteTheSame() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            assertSame(values.value(4));
        }
    }

    @Test
    void bothWriteTheSameAtTheEndsOfEachForm() throws IOException {
        for (int bits = 0; bits < 64; bits++) {
            long power = 1L << bits;
            for (long value : new long[] {power - 1, power, power + 1, -power - 1, -power, -power + 1, power - 33}) {
                assertSame(value);
            }
        }
        for (int length : new int[] {0, 1, 2, 3, 4, 5, 8, 15, 16, 17, 31, 32, 255, 256, 65_535, 65_536}) {
            assertSame("x".repeat(length));
            assertSame("é".repeat(length / 2));
            assertSame(new byte[length]);
            assertSame(Extension.of(5, new byte[length]));
            assertSame(java.util.Collections.nCopies(length, 1L));
        }
        for (long second : new long[] {0, 1, 0xffff_ffffL, 0x1_0000_0000L, (1L << 34) - 1, 1L << 34, -1}) {
            assertSame(Instant.ofEpochSecond(second));
            assertSame(Instant.ofEpochSecond(second, 999_999_999));
        }
    }

    @Test
    void bothWriteEveryTypeOfExtensionTheSame() throws IOException {
        for (int type = Byte.MIN_VALUE; type <= Byte.MAX_VALUE; type++) {
            // That of timestamps, which are none.
            if (type != -1) {
                assertSame(Extension.of(type, new byte[] {(byte) type, 1, 2}));
            }
        }
    }

    @Test
    void whatTheOtherWritesAsAFloatIsReadAsTheSameValue() throws IOException {
        for (float value : new float[] {
            0, -0.0f, 1, -2.5f, 0.1f, 16_777_217, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY
        }) {
            try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
                packer.packArrayHeader(4).packInt(1).packInt(1).packNil().packFloat(value);
                byte[] payload = packer.toByteArray();
                assertThat(decoder.decode(payload, 0, payload.length, Binding.plain()))
                        .isEqualTo(new Reply(Id.of(1), (double) value));
            }
        }
    }

    private void assertSame(@Nullable Object value) throws IOException {
        OutputBuffer ours = new OutputBuffer(64);
        encoder.encode(new Reply(Id.of(1), value), ours);
        byte[] theirs = written(value);
        assertThat(ours.toByteArray()).isEqualTo(theirs);
        Reply back = (Reply) decoder.decode(theirs, 0, theirs.length, Binding.plain());
        assertThat(Vectors.comparable(back.result())).isEqualTo(Vectors.comparable(value));
    }

    private static byte[] written(@Nullable Object value) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(4).packInt(1).packInt(1).packNil();
            write(value, packer);
            return packer.toByteArray();
        }
    }

    private static void write(@Nullable Object value, MessagePacker out) throws IOException {
        if (value == null) {
            out.packNil();
        } else if (value instanceof Boolean bool) {
            out.packBoolean(bool);
        } else if (value instanceof Long number) {
            out.packLong(number);
        } else if (value instanceof BigInteger number) {
            out.packBigInteger(number);
        } else if (value instanceof Double number) {
            out.packDouble(number);
        } else if (value instanceof String text) {
            out.packString(text);
        } else if (value instanceof byte[] bytes) {
            out.packBinaryHeader(bytes.length).writePayload(bytes);
        } else if (value instanceof Instant instant) {
            out.packTimestamp(instant);
        } else if (value instanceof Extension extension) {
            out.packExtensionTypeHeader((byte) extension.type(), extension.data().length)
                    .writePayload(extension.data());
        } else if (value instanceof List<?> list) {
            out.packArrayHeader(list.size());
            for (Object each : list) {
                write(each, out);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.packMapHeader(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.packString((String) entry.getKey());
                write(entry.getValue(), out);
            }
        } else {
            throw new AssertionError("no value of the test: " + value);
        }
    }
}
