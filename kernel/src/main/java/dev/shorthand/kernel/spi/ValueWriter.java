package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.EncodeException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes one value in a codec's format, token by token.
 *
 * <p>A codec implements this and calls {@link dev.shorthand.kernel.Conversions#write}, which walks the value, whatever Java types it is made of.
 * What the format cannot carry is an {@link EncodeException}; its path is added on the way out. Confined to one thread.
 */
public interface ValueWriter {
    /** Writes null. */
    void writeNull();

    /**
     * Writes a boolean.
     *
     * @param value the value
     */
    void writeBoolean(boolean value);

    /**
     * Writes an integer.
     *
     * @param value any long
     */
    void writeLong(long value);

    /**
     * Writes a floating-point number.
     *
     * @param value the value
     * @throws EncodeException for NaN and infinity, where the format has no word for them
     */
    void writeDouble(double value);

    /**
     * Writes an integer beyond 64 bits.
     *
     * @param value the value
     */
    void writeBigInteger(BigInteger value);

    /**
     * Writes a decimal number with all its digits.
     *
     * @param value the value
     */
    void writeBigDecimal(BigDecimal value);

    /**
     * Writes a text.
     *
     * @param value the text
     * @throws EncodeException for a lone surrogate, which UTF-8 cannot carry
     */
    void writeString(String value);

    /**
     * Writes bytes.
     *
     * @param bytes  the array that holds them
     * @param offset where they begin
     * @param length how many
     */
    void writeBytes(byte[] bytes, int offset, int length);

    /**
     * Begins a list; as many values follow, then {@link #endList}.
     *
     * @param size how many values
     */
    void beginList(int size);

    /** Ends the list begun last. */
    void endList();

    /**
     * Begins a map; as many pairs of {@link #writeName} and a value follow, then {@link #endMap}.
     *
     * @param size how many pairs
     */
    void beginMap(int size);

    /**
     * Writes the key of the value that follows.
     *
     * @param name the key
     */
    void writeName(String name);

    /**
     * Writes the key of the value that follows, in place of {@link #writeName}, where it is a number and the format has numbers as keys.
     *
     * @param key the key
     * @return whether it was written; if not, nothing was, and its digits follow as a name
     * @throws EncodeException if the format has such keys and cannot carry this one
     */
    default boolean writeKey(Number key) {
        return false;
    }

    /** Ends the map begun last. */
    void endMap();

    /**
     * Writes a value for which the format has a form of its own, such as a time; {@link ValueReader#object} gives it back. Asked for what is no
     * plain value and has no converter, before it is written as text or refused.
     *
     * @param value what is to be written, not null
     * @return whether it was written; if not, nothing was
     * @throws EncodeException if the form cannot carry this value
     */
    default boolean writeObject(Object value) {
        return false;
    }
}
