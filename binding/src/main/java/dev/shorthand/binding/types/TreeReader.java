package dev.shorthand.binding.types;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value that is already in memory, so that shapes serve for it as for what arrives.
 *
 * <p>What is not a plain value is a {@link Token#OBJECT}, and a shape takes it if it is of the declared type: a call within one
 * process needs no codec. Arrays of bytes are handed on as they are, not copied. Confined to one thread.
 */
public final class TreeReader implements ValueReader {
    private static final int DEEPEST = 1_000;

    private Token token = Token.NULL;

    // What token stands for, or the name.
    private @Nullable Object present;

    // The innermost list or map that is open.
    private @Nullable Frame frame;

    /**
     * Makes a reader that stands on the first token of a value.
     *
     * @param value a plain value, or any other object
     */
    public TreeReader(@Nullable Object value) {
        stand(value);
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public Token next() {
        if (token == Token.LIST || token == Token.MAP) {
            open();
        }
        Frame in = frame;
        if (in == null) {
            throw new IllegalStateException("the value has been read to its end");
        }
        if (token == Token.NAME) {
            stand(in.value);
        } else if (!in.items.hasNext()) {
            frame = in.outer;
            token = in.map ? Token.END_MAP : Token.END_LIST;
        } else if (in.map) {
            name((Map.Entry<?, ?>) requireNonNull(in.items.next()), in);
        } else {
            stand(in.items.next());
        }
        return token;
    }

    private void open() {
        boolean map = token == Token.MAP;
        Iterator<?> items = present instanceof Map<?, ?> entries
                ? entries.entrySet().iterator()
                : ((Collection<?>) requireNonNull(present)).iterator();
        Frame opened = new Frame(items, map, frame);
        if (opened.depth > DEEPEST) {
            throw new MismatchException("nested over " + DEEPEST + " deep");
        }
        frame = opened;
    }

    private void name(Map.Entry<?, ?> entry, Frame in) {
        String name = Keys.name(entry.getKey());
        if (name == null) {
            throw new MismatchException(Keys.problem(entry.getKey()));
        }
        token = Token.NAME;
        present = name;
        in.value = entry.getValue();
    }

    private void stand(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            stand(optional.orElse(null));
            return;
        }
        present = value;
        token = kind(value);
    }

    private static Token kind(@Nullable Object value) {
        if (value == null) {
            return Token.NULL;
        }
        if (value instanceof String || value instanceof Character) {
            return Token.STRING;
        }
        if (value instanceof Boolean bool) {
            return bool ? Token.TRUE : Token.FALSE;
        }
        if (value instanceof Number number) {
            return kindOfNumber(number);
        }
        if (value instanceof byte[]) {
            return Token.BYTES;
        }
        if (value instanceof Map) {
            return Token.MAP;
        }
        return value instanceof Collection ? Token.LIST : Token.OBJECT;
    }

    private static Token kindOfNumber(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return Token.LONG;
        }
        if (number instanceof Double || number instanceof Float) {
            return Token.DOUBLE;
        }
        if (number instanceof BigInteger integer) {
            return integer.bitLength() < Long.SIZE ? Token.LONG : Token.BIG_INTEGER;
        }
        return number instanceof BigDecimal ? Token.DECIMAL : Token.OBJECT;
    }

    private Object present() {
        return requireNonNull(present);
    }

    @Override
    public long longValue() {
        return ((Number) present()).longValue();
    }

    @Override
    public double doubleValue() {
        return present() instanceof Float value ? Writings.widen(value) : (double) present();
    }

    @Override
    public BigInteger bigInteger() {
        return (BigInteger) present();
    }

    @Override
    public BigDecimal bigDecimal() {
        return present() instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(doubleValue());
    }

    @Override
    public String string() {
        return present().toString();
    }

    @Override
    public byte[] bytes() {
        return (byte[]) present();
    }

    @Override
    public @Nullable Object object() {
        return present;
    }

    /** A list or map that is being read. */
    private static final class Frame {
        final Iterator<?> items;
        final boolean map;
        final @Nullable Frame outer;
        final int depth;

        // What stands under the name that the reader is on.
        @Nullable
        Object value;

        Frame(Iterator<?> items, boolean map, @Nullable Frame outer) {
            this.items = items;
            this.map = map;
            this.outer = outer;
            this.depth = outer == null ? 1 : outer.depth + 1;
        }
    }
}
