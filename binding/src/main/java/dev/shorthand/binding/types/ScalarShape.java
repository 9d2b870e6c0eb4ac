package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import org.jspecify.annotations.Nullable;

/** A value of one token. Immutable. */
final class ScalarShape extends Shape {
    private final Class<?> type;
    private final boolean primitive;
    private final Reading reading;

    /** Makes one for a class, or with its box for a primitive. */
    ScalarShape(Class<?> type, boolean primitive, String expected, Reading reading) {
        super(expected);
        this.type = type;
        this.primitive = primitive;
        this.reading = reading;
    }

    @Override
    boolean nullable() {
        return !primitive;
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        Token token = in.token();
        Object value = reading.read(in, token);
        if (value != null) {
            return value;
        }
        if (token == Token.NULL && !primitive) {
            return null;
        }
        if (token == Token.OBJECT) {
            return readObject(in);
        }
        throw mismatch(in);
    }

    @Override
    boolean fits(Object value) {
        return type.isInstance(value);
    }

    @Override
    public @Nullable Object convert(@Nullable Object plain) {
        return type.isInstance(plain) ? plain : super.convert(plain);
    }

    /** Makes a value of what the reader stands on. */
    @FunctionalInterface
    interface Reading {
        /** Returns the value, or null if that token does not fit. */
        @Nullable
        Object read(ValueReader in, Token token);
    }
}
