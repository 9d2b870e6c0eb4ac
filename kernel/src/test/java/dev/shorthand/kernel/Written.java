package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes tokens as words. Confined to one thread. */
final class Written implements ValueWriter {
    private final StringJoiner words = new StringJoiner(" ");

    /** Returns the tokens of a value. */
    static String text(@Nullable Object value) {
        Written out = new Written();
        Conversions.standard().write(value, out);
        return out.words.toString();
    }

    @Override
    public void writeNull() {
        words.add("null");
    }

    @Override
    public void writeBoolean(boolean value) {
        words.add(Boolean.toString(value));
    }

    @Override
    public void writeLong(long value) {
        words.add(Long.toString(value));
    }

    @Override
    public void writeDouble(double value) {
        words.add(Double.toString(value));
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        words.add(value.toString());
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        words.add(value.toString());
    }

    @Override
    public void writeString(String value) {
        words.add(value);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        words.add(length + " bytes");
    }

    @Override
    public void beginList(int size) {
        words.add("[");
    }

    @Override
    public void endList() {
        words.add("]");
    }

    @Override
    public void beginMap(int size) {
        words.add("{");
    }

    @Override
    public void writeName(String name) {
        words.add(name);
    }

    @Override
    public void endMap() {
        words.add("}");
    }

    @Override
    public boolean writeObject(Object value) {
        if (value instanceof Locale locale) {
            words.add("locale " + locale);
            return true;
        }
        return false;
    }
}
