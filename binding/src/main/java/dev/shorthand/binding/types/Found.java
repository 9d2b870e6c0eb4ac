package dev.shorthand.binding.types;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Says in a few words what a reader stands on, however big that is. Holds nothing; safe for any thread. */
final class Found {
    // Turning a number into text is quadratic in its length, and numbers come from outside.
    private static final int MOST_BITS = 400;

    private Found() {}

    /** Returns for example {@code a string "abc"}, {@code null} or {@code a list}. */
    static String at(ValueReader in) {
        return switch (in.token()) {
            case NULL -> "null";
            case TRUE -> "true";
            case FALSE -> "false";
            case LONG -> Long.toString(in.longValue());
            case DOUBLE -> Double.toString(in.doubleValue());
            case BIG_INTEGER -> integer(in.bigInteger());
            case DECIMAL -> decimal(in.bigDecimal());
            case STRING, NAME -> "a string \"" + Quoted.shorten(in.string()) + '"';
            case BYTES -> in.bytes().length + " bytes";
            case OBJECT -> object(in.object());
            case LIST, END_LIST, MAP, END_MAP -> in.token().description();
        };
    }

    private static String integer(BigInteger value) {
        return value.bitLength() > MOST_BITS ? "an integer of " + value.bitLength() + " bits" : value.toString();
    }

    private static String decimal(BigDecimal value) {
        int bits = value.unscaledValue().bitLength();
        return bits > MOST_BITS ? "a decimal number of " + bits + " bits" : value.toString();
    }

    private static String object(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }
}
