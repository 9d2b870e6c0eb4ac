package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import org.jspecify.annotations.Nullable;

/** Integers of 8 to 64 bits. Immutable. */
final class IntegerShape extends Shape {
    private static final double TWO_TO_THE_63 = 0x1p63;

    private final boolean primitive;
    private final long least;
    private final long most;

    private IntegerShape(String expected, boolean primitive, long least, long most) {
        super(expected);
        this.primitive = primitive;
        this.least = least;
        this.most = most;
    }

    static IntegerShape ofLong(boolean primitive) {
        return new IntegerShape("an integer", primitive, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static IntegerShape ofInt(boolean primitive) {
        return new IntegerShape("an integer", primitive, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static IntegerShape ofShort(boolean primitive) {
        return small(primitive, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static IntegerShape ofByte(boolean primitive) {
        return small(primitive, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    private static IntegerShape small(boolean primitive, long least, long most) {
        return new IntegerShape("an integer from " + least + " to " + most, primitive, least, most);
    }

    // By its range, as a function for each would be a call that the compiler does not see through.
    private Object box(long value) {
        if (most == Integer.MAX_VALUE) {
            return (int) value;
        }
        if (most == Long.MAX_VALUE) {
            return value;
        }
        if (most == Short.MAX_VALUE) {
            return (short) value;
        }
        return (byte) value;
    }

    @Override
    boolean nullable() {
        return !primitive;
    }

    @Override
    boolean fits(Object value) {
        return value.getClass() == box(0).getClass();
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        Token token = in.token();
        if (!primitive && token == Token.NULL) {
            return null;
        }
        if (token == Token.OBJECT) {
            return readObject(in);
        }
        return box(readLong(in));
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
        return plain instanceof Long value ? box(checked(value)) : super.convert(plain);
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
