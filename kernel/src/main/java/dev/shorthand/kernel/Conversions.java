package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values token by token, each as its class at run time says: plain ones by itself, all others as the {@link Binder} has them.
 *
 * <p>A codec's encoder is given one. The path of a value that cannot be sent is put together on the way out, so that it costs nothing while all
 * goes well. Immutable and safe for any thread, but for what {@link #confined} returns.
 */
public final class Conversions {
    // How many lists and maps may stand around a value.
    private static final int DEEPEST = 1_000;

    // A path goes so far into the value and no further: that of a cycle would be a thousand steps.
    private static final int DEEPEST_PATH = 32;

    // Marks lists that are walked by index, and maps.
    private static final Binder.Writing LIST = (value, to, out, depth) -> to.writeByIndex((List<?>) value, out, depth);
    private static final Binder.Writing MAP = (value, to, out, depth) -> to.writeMap((Map<?, ?>) value, out, depth);
    private static final Binder.Writing RARE = (value, to, out, depth) -> to.writeRare(value, out, depth);

    // Made when it is first asked for, as services are looked for then. Guarded by the class.
    private static @Nullable Conversions standard;

    private final @Nullable Binder binder;

    // Null without a binder: what is plain has only few ways.
    private final @Nullable ClassValue<Binder.Writing> writings;

    // Whether one thread at a time has it; then walks through maps that have ended are kept for the next ones.
    private final boolean confined;
    private final Walk ended = new Walk();

    Conversions(@Nullable Binder binder, boolean confined) {
        this.binder = binder;
        this.writings = binder == null ? null : binder.writings();
        this.confined = confined;
    }

    /**
     * Returns the same conversions for an encoder alone, which then allocates nothing for a map that it writes.
     *
     * @return others, to be used by one thread at a time
     */
    public Conversions confined() {
        return new Conversions(binder, true);
    }

    /**
     * Returns the conversions without converters of one's own.
     *
     * @return the same one always
     */
    public static synchronized Conversions standard() {
        Conversions made = standard;
        if (made == null) {
            made = new Conversions(Plugins.installedBinder(), false);
            standard = made;
        }
        return made;
    }

    /**
     * Writes one value, of whatever Java types it is made.
     *
     * @param value null, a plain value, or a record, enum, Optional, array, collection or time made of them
     * @param out   written to, token by token
     * @throws EncodeException if a part of it cannot be carried, or it is nested more than 1,000 deep; its path leads to that part
     */
    public void write(@Nullable Object value, ValueWriter out) {
        write(value, out, 0);
    }

    /**
     * Writes arguments: named ones as a map, positional ones as a list.
     *
     * @param params not absent, as the codec writes nothing then, or what its format has for that
     * @param out    written to, token by token
     * @throws EncodeException if one cannot be carried; its path begins with {@code params}
     */
    public void writeParams(Params params, ValueWriter out) {
        int i = 0;
        int size = params.size();
        boolean named = params.isNamed();
        try {
            if (named) {
                out.beginMap(size);
                for (; i < size; i++) {
                    out.writeName(params.name(i));
                    write(params.value(i), out, 1);
                }
                out.endMap();
            } else {
                out.beginList(size);
                for (; i < size; i++) {
                    write(params.value(i), out, 1);
                }
                out.endList();
            }
        } catch (EncodeException e) {
            EncodeException inner = i == size ? e : named ? e.under(params.name(i)) : e.at(i);
            throw inner.under("params");
        }
    }

    /**
     * Writes a value that stands in others; for binders.
     *
     * @param value as for {@link #write(Object, ValueWriter)}
     * @param out   written to
     * @param depth how many lists and maps stand around it
     * @throws EncodeException as {@link #write(Object, ValueWriter)} does
     */
    public void write(@Nullable Object value, ValueWriter out, int depth) {
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
            Class<?> type = value.getClass();
            Binder.Writing writing = writings == null ? plain(type) : writings.get(type);
            // Called from here and not through their writing, to be a frame less deep on the stack at each level.
            if (writing == LIST) {
                writeByIndex((List<?>) value, out, depth);
            } else if (writing == MAP) {
                writeMap((Map<?, ?>) value, out, depth);
            } else {
                writing.write(value, this, out, depth);
            }
        }
    }

    /**
     * Returns how values of a class are written that are plain, or that the codec may know; for binders.
     *
     * @param type any class
     * @return what throws an {@link EncodeException} where neither is so
     */
    public static Binder.Writing plain(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return MAP;
        }
        return List.class.isAssignableFrom(type) && RandomAccess.class.isAssignableFrom(type) ? LIST : RARE;
    }

    private void writeRare(Object value, ValueWriter out, int depth) {
        if (value instanceof Collection<?> collection) {
            // A copy, as others may change it between the size that goes out first and the last element.
            writeArray(collection.toArray(), out, depth);
        } else if (value instanceof BigInteger number && number.bitLength() < Long.SIZE) {
            out.writeLong(number.longValue());
        } else if (value instanceof BigInteger number) {
            out.writeBigInteger(number);
        } else if (value instanceof BigDecimal number) {
            out.writeBigDecimal(number);
        } else if (!out.writeObject(value)) {
            throw new EncodeException(
                    "a " + value.getClass().getName() + " cannot be sent; "
                            + (binder == null
                                    ? "use a plain value such as a String, a List or a Map, or put the module dev.shorthand.binding beside the kernel"
                                    : "use a record, an enum, a List, a Map, or a text such as String or Instant, or give a Converter for it"));
        }
    }

    // A list that gives its elements as fast by index as by an iterator, which would be an object more.
    private void writeByIndex(List<?> list, ValueWriter out, int depth) {
        enter(depth);
        int size = list.size();
        out.beginList(size);
        int i = 0;
        try {
            for (; i < size; i++) {
                write(list.get(i), out, depth + 1);
            }
        } catch (EncodeException e) {
            throw at(i, e, depth);
        }
        out.endList();
    }

    /**
     * Writes an array of objects as a list; for binders.
     *
     * @param array the elements
     * @param out   written to
     * @param depth how many lists and maps stand around it
     */
    public void writeArray(@Nullable Object[] array, ValueWriter out, int depth) {
        enter(depth);
        out.beginList(array.length);
        int i = 0;
        try {
            for (; i < array.length; i++) {
                write(array[i], out, depth + 1);
            }
        } catch (EncodeException e) {
            throw at(i, e, depth);
        }
        out.endList();
    }

    private void writeMap(Map<?, ?> map, ValueWriter out, int depth) {
        enter(depth);
        Walk walk = ended.next;
        if (walk == ended) {
            walk = new Walk();
        } else {
            ended.next = walk.next;
        }
        walk.out = out;
        walk.depth = depth;
        walk.left = map.size();
        out.beginMap(walk.left);
        map.forEach(walk);
        if (walk.left != 0) {
            // The size has gone out already, and a codec that counts could not be read.
            throw new EncodeException("the map changed while it was being written; send a copy");
        }
        if (confined) {
            walk.next = ended.next;
            ended.next = walk;
        }
        out.endMap();
    }

    /** A walk through a map, in place of an iterator. */
    private final class Walk implements BiConsumer<Object, Object> {
        // A ring, in which the first one has no walk of its own.
        Walk next = this;

        @SuppressWarnings("NullAway.Init") // set before it is used
        ValueWriter out;

        int depth;
        int left;

        @Override
        public void accept(Object key, Object value) {
            String name = name(key);
            if (!(key instanceof Number number && out.writeKey(number))) {
                out.writeName(name);
            }
            try {
                write(value, out, depth + 1);
            } catch (EncodeException e) {
                throw under(name, e, depth);
            }
            left--;
        }
    }

    private String name(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        String name = binder == null ? null : binder.keyName(key);
        if (name == null) {
            throw new EncodeException(
                    (key == null ? "null" : "a " + key.getClass().getName())
                            + " cannot be the key of a map; use String, an enum, a number or a UUID");
        }
        return name;
    }

    /**
     * Refuses what is nested too deep; for binders, on entering a list or map.
     *
     * @param depth how many lists and maps stand around it
     * @throws EncodeException if that is 1,000 or more
     */
    public static void enter(int depth) {
        if (depth >= DEEPEST) {
            throw new EncodeException("nested over " + DEEPEST
                    + " deep; it looks like a cycle, a list, map or record that contains itself");
        }
    }

    /**
     * Adds a name to the path of a value that cannot be sent; for binders, on the way out.
     *
     * @param name  under which it stands
     * @param e     what was thrown further in
     * @param depth how many lists and maps stand around the map
     * @return what to throw on
     */
    public static EncodeException under(String name, EncodeException e, int depth) {
        return depth < DEEPEST_PATH ? e.under(name) : cut(e, depth);
    }

    /**
     * Adds an index to the path of a value that cannot be sent; for binders, on the way out.
     *
     * @param index at which it stands, from 0
     * @param e     what was thrown further in
     * @param depth how many lists and maps stand around the list
     * @return what to throw on
     */
    public static EncodeException at(int index, EncodeException e, int depth) {
        return depth < DEEPEST_PATH ? e.at(index) : cut(e, depth);
    }

    private static EncodeException cut(EncodeException e, int depth) {
        return depth == DEEPEST_PATH ? e.under("…") : e;
    }

    /**
     * Reads one value as plain Java.
     *
     * @param in stands on the first token of the value
     * @return null, Boolean, Long, BigInteger, Double, BigDecimal, String, byte[], a List or a Map in order of insertion
     */
    public static @Nullable Object readPlain(ValueReader in) {
        return Binding.plain().readResult(Id.NONE, in);
    }
}
