package dev.shorthand.kernel.binding;

import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Hands all on to another writer, and has {@link ValueWalk} know which converters apply. Confined to one thread.
 *
 * <p>So they go wherever the writer goes, and cost nothing where there are none.
 */
final class ConvertingWriter implements ValueWriter {
    private final ValueWriter out;
    private final Converters converters;

    ConvertingWriter(ValueWriter out, Converters converters) {
        this.out = out;
        this.converters = converters;
    }

    Writings.Writing writing(Class<?> type) {
        return converters.writing(type);
    }

    @Override
    public void writeNull() {
        out.writeNull();
    }

    @Override
    public void writeBoolean(boolean value) {
        out.writeBoolean(value);
    }

    @Override
    public void writeLong(long value) {
        out.writeLong(value);
    }

    @Override
    public void writeDouble(double value) {
        out.writeDouble(value);
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        out.writeBigInteger(value);
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        out.writeBigDecimal(value);
    }

    @Override
    public void writeString(String value) {
        out.writeString(value);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        out.writeBytes(bytes, offset, length);
    }

    @Override
    public void beginList(int size) {
        out.beginList(size);
    }

    @Override
    public void endList() {
        out.endList();
    }

    @Override
    public void beginMap(int size) {
        out.beginMap(size);
    }

    @Override
    public void writeName(String name) {
        out.writeName(name);
    }

    @Override
    public void endMap() {
        out.endMap();
    }
}
