package dev.shorthand.transport.net;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a value as the plain values that arrive where a codec has carried it: a record as a map, an enum as a text. Confined to one thread. */
final class PlainWriter implements ValueWriter {
    // What takes the values of each list and map that is open.
    private final Deque<Consumer<@Nullable Object>> open = new ArrayDeque<>();

    // Written just before the value that stands under it.
    private String name = "";
    private @Nullable Object value;

    /** Returns what was written. */
    @Nullable
    Object value() {
        return value;
    }

    private void add(@Nullable Object added) {
        Consumer<@Nullable Object> innermost = open.peek();
        if (innermost == null) {
            value = added;
        } else {
            innermost.accept(added);
        }
    }

    @Override
    public void writeNull() {
        add(null);
    }

    @Override
    public void writeBoolean(boolean bool) {
        add(bool);
    }

    @Override
    public void writeLong(long number) {
        add(number);
    }

    @Override
    public void writeDouble(double number) {
        add(number);
    }

    @Override
    public void writeBigInteger(BigInteger number) {
        add(number);
    }

    @Override
    public void writeBigDecimal(BigDecimal number) {
        add(number);
    }

    @Override
    public void writeString(String text) {
        add(text);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void beginList(int size) {
        List<@Nullable Object> list = new ArrayList<>(size);
        add(list);
        open.push(list::add);
    }

    @Override
    public void endList() {
        open.pop();
    }

    @Override
    public void beginMap(int size) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        add(map);
        open.push(added -> map.put(name, added));
    }

    @Override
    public void writeName(String key) {
        name = key;
    }

    @Override
    public void endMap() {
        open.pop();
    }
}
