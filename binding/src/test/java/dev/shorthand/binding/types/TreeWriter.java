package dev.shorthand.binding.types;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a tree of plain values, and checks that sizes are as announced. Confined to one thread. */
final class TreeWriter implements ValueWriter {
    private final Deque<Object> open = new ArrayDeque<>();
    private final Deque<Integer> sizes = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private @Nullable Object root;

    /** Returns what arrives when a value is sent. */
    static @Nullable Object plain(@Nullable Object value) {
        TreeWriter writer = new TreeWriter();
        Conversions.standard().write(value, writer);
        return writer.root;
    }

    /** Returns what arrives when arguments are sent. */
    static @Nullable Object plainParams(Params params) {
        TreeWriter writer = new TreeWriter();
        Conversions.standard().writeParams(params, writer);
        return writer.root;
    }

    @SuppressWarnings("unchecked")
    private void add(@Nullable Object value) {
        Object container = open.peek();
        if (container == null) {
            root = value;
        } else if (container instanceof List<?> list) {
            ((List<@Nullable Object>) list).add(value);
        } else {
            ((Map<String, @Nullable Object>) container).put(names.pop(), value);
        }
    }

    private void begin(Object container, int size) {
        add(container);
        open.push(container);
        sizes.push(size);
    }

    private void end(int size) {
        open.pop();
        int announced = sizes.pop();
        if (size != announced) {
            throw new AssertionError(announced + " values were announced, and " + size + " came");
        }
    }

    @Override
    public void writeNull() {
        add(null);
    }

    @Override
    public void writeBoolean(boolean value) {
        add(value);
    }

    @Override
    public void writeLong(long value) {
        add(value);
    }

    @Override
    public void writeDouble(double value) {
        if (!Double.isFinite(value)) {
            throw new EncodeException(value + " has no word here");
        }
        add(value);
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        add(value);
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        add(value);
    }

    @Override
    public void writeString(String value) {
        add(value);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void beginList(int size) {
        begin(new ArrayList<>(), size);
    }

    @Override
    public void endList() {
        end(((List<?>) open.element()).size());
    }

    @Override
    public void beginMap(int size) {
        begin(new LinkedHashMap<>(), size);
    }

    @Override
    public void writeName(String name) {
        names.push(name);
    }

    @Override
    public void endMap() {
        end(((Map<?, ?>) open.element()).size());
    }
}
