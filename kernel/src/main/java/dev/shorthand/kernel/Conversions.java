package dev.shorthand.kernel;

import dev.shorthand.kernel.binding.Converters;
import dev.shorthand.kernel.binding.PlainValues;
import dev.shorthand.kernel.binding.ValueWalk;
import dev.shorthand.kernel.spi.ValueReader;
import dev.shorthand.kernel.spi.ValueWriter;
import org.jspecify.annotations.Nullable;

/**
 * Walks values between Java and a codec's format.
 *
 * <p>A codec's encoder is given one. Immutable and safe for any thread.
 */
public final class Conversions {
    private static final Conversions STANDARD = new Conversions(Converters.NONE);

    private final Converters converters;

    Conversions(Converters converters) {
        this.converters = converters;
    }

    /**
     * Returns the conversions of the types that Shorthand knows by itself.
     *
     * @return the same one always
     */
    public static Conversions standard() {
        return STANDARD;
    }

    /**
     * Writes one value, of whatever Java types it is made.
     *
     * @param value null, a plain value, or a record, enum, Optional, array, collection or time made of them
     * @param out   written to, token by token
     * @throws EncodeException if a part of it cannot be carried, or it is nested more than 1,000 deep; its path leads to that part
     */
    public void write(@Nullable Object value, ValueWriter out) {
        ValueWalk.write(value, converters.before(out));
    }

    /**
     * Writes arguments: named ones as a map, positional ones as a list.
     *
     * @param params not absent, as the codec writes nothing then, or what its format has for that
     * @param out    written to, token by token
     * @throws EncodeException if one cannot be carried; its path begins with {@code params}
     */
    public void writeParams(Params params, ValueWriter out) {
        ValueWalk.writeParams(params, converters.before(out));
    }

    /**
     * Reads one value as plain Java.
     *
     * @param in stands on the first token of the value
     * @return null, Boolean, Long, BigInteger, Double, BigDecimal, String, byte[], a List or a Map in order of insertion
     */
    public static @Nullable Object readPlain(ValueReader in) {
        return PlainValues.read(in);
    }
}
