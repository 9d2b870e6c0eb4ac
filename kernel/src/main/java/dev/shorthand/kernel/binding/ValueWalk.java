package dev.shorthand.kernel.binding;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ValueWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values token by token, each as its class at run time says. Holds nothing; safe for any thread.
 *
 * <p>The path of a value that cannot be sent is put together on the way out, so that it costs nothing while all goes well.
 */
public final class ValueWalk {
    /** How many lists and maps may stand around a value. */
    static final int DEEPEST = 1_000;

    // A path goes so far into the value and no further: that of a cycle would be a thousand steps.
    private static final int DEEPEST_PATH = 32;

    private ValueWalk() {}

    /**
     * Writes one value.
     *
     * @param value null, a plain value, or what {@link Shapes} can read
     * @param out   written to
     * @throws EncodeException if a part of the value cannot be sent, or it is nested more than 1,000 deep
     */
    public static void write(@Nullable Object value, ValueWriter out) {
        walk(value, out, 0);
    }

    /**
     * Writes arguments: named ones as a map, others as a list.
     *
     * @param params the arguments
     * @param out    written to
     * @throws EncodeException as {@link #write} does; its path begins with {@code params}
     */
    public static void writeParams(Params params, ValueWriter out) {
        int i = 0;
        int size = params.size();
        boolean named = params.isNamed();
        try {
            if (named) {
                out.beginMap(size);
                for (; i < size; i++) {
                    out.writeName(params.name(i));
                    walk(params.value(i), out, 1);
                }
                out.endMap();
            } else {
                out.beginList(size);
                for (; i < size; i++) {
                    walk(params.value(i), out, 1);
                }
                out.endList();
            }
        } catch (EncodeException e) {
            EncodeException inner = i == size ? e : named ? e.under(params.name(i)) : e.at(i);
            throw inner.under("params");
        }
    }

    /** Writes a value around which {@code depth} lists and maps stand. */
    static void walk(@Nullable Object value, ValueWriter out, int depth) {
        // The final classes first: each is one comparison, and they are by far the most frequent.
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Long number) {
            out.writeLong(number);
        } else if (value instanceof Integer number) {
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeDouble(number);
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof byte[] bytes) {
            out.writeBytes(bytes, 0, bytes.length);
        } else {
            // Lists and maps too: one look into a ClassValue costs less than asking for three interfaces, and those
            // questions are a bottleneck between threads on JDKs before 23 (JDK-8180450).
            Writings.Writing writing = out instanceof ConvertingWriter converting
                    ? converting.writing(value.getClass())
                    : Writings.of(value.getClass());
            // Called from here and not through their writing, to be a frame less deep on the stack at each level.
            if (writing == Writings.LIST) {
                writeByIndex((List<?>) value, out, depth);
            } else if (writing == Writings.MAP) {
                writeMap((Map<?, ?>) value, out, depth);
            } else {
                writing.write(value, out, depth);
            }
        }
    }

    // A list that gives its elements as fast by index as by an iterator, which would be an object more.
    private static void writeByIndex(List<?> list, ValueWriter out, int depth) {
        enter(depth);
        int size = list.size();
        out.beginList(size);
        int i = 0;
        try {
            for (; i < size; i++) {
                walk(list.get(i), out, depth + 1);
            }
        } catch (EncodeException e) {
            throw at(i, e, depth);
        }
        out.endList();
    }

    /** Writes an array of objects as a list. */
    static void writeArray(@Nullable Object[] array, ValueWriter out, int depth) {
        enter(depth);
        out.beginList(array.length);
        int i = 0;
        try {
            for (; i < array.length; i++) {
                walk(array[i], out, depth + 1);
            }
        } catch (EncodeException e) {
            throw at(i, e, depth);
        }
        out.endList();
    }

    private static void writeMap(Map<?, ?> map, ValueWriter out, int depth) {
        enter(depth);
        int left = map.size();
        out.beginMap(left);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = Keys.name(entry.getKey());
            if (name == null) {
                throw new EncodeException(Keys.problem(entry.getKey()));
            }
            out.writeName(name);
            try {
                walk(entry.getValue(), out, depth + 1);
            } catch (EncodeException e) {
                throw under(name, e, depth);
            }
            left--;
        }
        if (left != 0) {
            // The size has gone out already, and a codec that counts could not be read.
            throw new EncodeException("the map changed while it was being written; send a copy");
        }
        out.endMap();
    }

    /** Refuses what is nested too deep. */
    static void enter(int depth) {
        if (depth >= DEEPEST) {
            throw new EncodeException("nested over " + DEEPEST
                    + " deep; it looks like a cycle, a list, map or record that contains itself");
        }
    }

    /** Adds a name to the path. */
    static EncodeException under(String name, EncodeException e, int depth) {
        return depth < DEEPEST_PATH ? e.under(name) : cut(e, depth);
    }

    /** Adds an index to the path. */
    static EncodeException at(int index, EncodeException e, int depth) {
        return depth < DEEPEST_PATH ? e.at(index) : cut(e, depth);
    }

    private static EncodeException cut(EncodeException e, int depth) {
        return depth == DEEPEST_PATH ? e.under("…") : e;
    }
}
