package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Integers of 8 to 64 bits. Immutable. */
final class IntegerShape extends Shape {
    private static final double TWO_TO_THE_63 = 0x1p63;

    private final boolean primitive;
    private final long least;
    private final long most;
    private final LongFunction<Object> box;

    private IntegerShape(String expected, boolean primitive, long least, long most, LongFunction<Object> box) {
        super(expected);
        this.primitive = primitive;
        this.least = least;
        this.most = most;
        this.box = box;
    }

    static IntegerShape ofLong(boolean primitive) {
        return new IntegerShape("an integer", primitive, Long.MIN_VALUE, Long.MAX_VALUE, Long::valueOf);
    }

    static IntegerShape ofInt(boolean primitive) {
        return new IntegerShape(
                "an integer", primitive, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> Integer.valueOf((int) value));
    }

    static IntegerShape ofShort(boolean primitive) {
        return small(primitive, Short.MIN_VALUE, Short.MAX_VALUE, value -> Short.valueOf((short) value));
    }

    static IntegerShape ofByte(boolean primitive) {
        return small(primitive, Byte.MIN_VALUE, Byte.MAX_VALUE, value -> Byte.valueOf((byte) value));
    }

    private static IntegerShape small(boolean primitive, long least, long most, LongFunction<Object> box) {
        return new IntegerShape("an integer from " + least + " to " + most, primitive, least, most, box);
    }

    @Override
    boolean nullable() {
        return !primitive;
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (!primitive && in.token() == Token.NULL) {
            return null;
        }
        return box.apply(readLong(in));
    }

    /** Reads without boxing, for arrays; null does not fit. */
    long readLong(ValueReader in) {
        Token token = in.token();
        if (token == Token.LONG) {
            return checked(in.longValue());
        }
        if (token == Token.DOUBLE) {
            double value = in.doubleValue();
            if (value == Math.rint(value) && value >= -TWO_TO_THE_63 && value < TWO_TO_THE_63) {
                return checked((long) value);
            }
        } else if (token == Token.DECIMAL) {
            try {
                return checked(in.bigDecimal().longValueExact());
            } catch (ArithmeticException e) {
                throw mismatch(in);
            }
        } else if (token == Token.BIG_INTEGER) {
            throw outOfRange(Found.at(in));
        }
        throw mismatch(in);
    }

    @Override
    public @Nullable Object convert(@Nullable Object plain) {
        return plain instanceof Long value ? box.apply(checked(value)) : super.convert(plain);
    }

    private long checked(long value) {
        if (value < least || value > most) {
            throw outOfRange(Long.toString(value));
        }
        return value;
    }

    private MismatchException outOfRange(String value) {
        return new MismatchException("expected an integer from " + least + " to " + most + ", got " + value);
    }
}
