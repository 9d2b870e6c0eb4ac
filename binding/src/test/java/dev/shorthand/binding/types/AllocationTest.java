package dev.shorthand.binding.types;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllocationTest {
    interface Adder {
        int add(int a, int b);
    }

    record Point(String x, String y) {}

    private static final Signature ADD = Signature.allOf(Adder.class).get(0);

    // An array of two references, and a box for each: 16 + 2 * 4 and twice 16 bytes.
    private static final long ARRAY = 24;
    private static final long BOXES = 32;

    // Where results go, so that the compiler cannot leave their making out.
    private @Nullable Object sink;

    /** Gives {@code {"a": 1000, "b": 2000}} again and again without allocating. */
    private static final class AddReader implements ValueReader {
        private static final Token[] TOKENS = {Token.MAP, Token.NAME, Token.LONG, Token.NAME, Token.LONG, Token.END_MAP
        };
        private static final String[] NAMES = {"", "a", "", "b", "", ""};
        private int at;

        AddReader rewound() {
            at = 0;
            return this;
        }

        @Override
        public Token token() {
            return TOKENS[at];
        }

        @Override
        public Token next() {
            return TOKENS[++at];
        }

        @Override
        public long longValue() {
            return at * 500L;
        }

        @Override
        public String string() {
            return NAMES[at];
        }

        @Override
        public double doubleValue() {
            throw new AssertionError();
        }

        @Override
        public BigInteger bigInteger() {
            throw new AssertionError();
        }

        @Override
        public BigDecimal bigDecimal() {
            throw new AssertionError();
        }

        @Override
        public byte[] bytes() {
            throw new AssertionError();
        }
    }

    /** Takes tokens without allocating. */
    private static final class CountingWriter implements ValueWriter {
        private long count;

        @Override
        public void writeNull() {
            count++;
        }

        @Override
        public void writeBoolean(boolean value) {
            count++;
        }

        @Override
        public void writeLong(long value) {
            count += value;
        }

        @Override
        public void writeDouble(double value) {
            count++;
        }

        @Override
        public void writeBigInteger(BigInteger value) {
            count++;
        }

        @Override
        public void writeBigDecimal(BigDecimal value) {
            count++;
        }

        @Override
        public void writeString(String value) {
            count += value.length();
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length) {
            count += length;
        }

        @Override
        public void beginList(int size) {
            count += size;
        }

        @Override
        public void endList() {
            count++;
        }

        @Override
        public void beginMap(int size) {
            count += size;
        }

        @Override
        public void writeName(String name) {
            count += name.length();
        }

        @Override
        public void endMap() {
            count++;
        }
    }

    @Test
    void readingTwoIntegersAllocatesTheirArrayAndBoxes() {
        AddReader reader = new AddReader();
        assertTrue(Allocation.bytesPerCall(() -> sink = ADD.read(reader.rewound())) <= ARRAY + BOXES);
        assertEquals(List.of(1000, 2000), List.of((Object[]) requireNonNull(sink)));
    }

    @Test
    void bindingTwoIntegersAllocatesTheirArrayAndBoxes() {
        Params params = Params.named(new String[] {"a", "b"}, new Object[] {1000L, 2000L});
        assertTrue(Allocation.bytesPerCall(() -> sink = ADD.bind(params)) <= ARRAY + BOXES);
    }

    @Test
    void writingPlainValuesAndRecordsAllocatesNothing() {
        CountingWriter writer = new CountingWriter();
        Params params = Params.named(new String[] {"name", "n", "flag"}, new Object[] {"text", 1000L, true});
        assertEquals(0, Allocation.bytesPerCall(() -> Conversions.standard().writeParams(params, writer)));
        Object points = List.of(new Point("a", "b"), new Point("c", "d"));
        assertEquals(0, Allocation.bytesPerCall(() -> Conversions.standard().write(points, writer)));
        assertTrue(writer.count > 0);
    }

    @Test
    void aCallThroughAHandlerAllocatesItsBoxAlone() {
        HandlerMethod method = HandlerMethod.of(ADD, (Adder) Integer::sum, null);
        Object[] arguments = {1000, 2000};
        long bytes = Allocation.bytesPerCall(() -> {
            try {
                sink = method.invoke(arguments);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
        assertTrue(bytes <= 16, bytes + " bytes");
    }

    @Test
    void aMapIsWrittenWithItsIteratorAlone() {
        Map<String, Object> map = Reading.map("a", 1L, "b", List.of("c"));
        long bytes = Allocation.bytesPerCall(() -> Conversions.standard().write(map, new CountingWriter()));
        assertTrue(bytes <= 64, bytes + " bytes");
    }
}
