package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.io.NumberInput;
import dev.shorthand.kernel.Quoted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The number that was read last (RFC 8259, section 6): where it stands, and its value.
 *
 * <p>A number is refused at the digit that passes the limit, before anything is made of it. Confined to the decoder's
 * thread.
 */
final class NumberToken {
    // So many digits always fit 64 bits; one more fits them without a sign.
    private static final int LONG_DIGITS = 18;

    // Powers of ten that are doubles without rounding, and integers that are: their product or quotient is rounded
    // once, which makes it the nearest double (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int EXACT_BITS = 53;

    // Past all that a double or a decimal has.
    private static final long MOST_EXPONENT = Integer.MAX_VALUE;

    private final Faults faults;
    private final int maxDigits;

    private int start;
    private int end;
    private boolean negative;
    private boolean whole;

    // All digits without sign, point and exponent, modulo 2^64; how many; and the power of ten that they are
    // multiplied with.
    private long mantissa;
    private int digits;
    private long exponent;

    NumberToken(Faults faults, int maxDigits) {
        this.faults = faults;
        this.maxDigits = maxDigits;
    }

    /** Reads a whole number of few digits with a comma or bracket behind it, and returns where it ends; else -1. */
    int scanShort(byte[] buffer, int from, int limit) {
        boolean signed = buffer[from] == '-';
        int first = signed ? from + 1 : from;
        int last = Math.min(limit, first + LONG_DIGITS);
        long value = 0;
        int at = first;
        while (at < last && buffer[at] >= '0' && buffer[at] <= '9') {
            value = value * 10 + (buffer[at] - '0');
            at++;
        }
        // One comparison for both brackets, which differ in the bit of a blank.
        if (at == last
                || at == first
                || (buffer[at] != ',' && (buffer[at] | ' ') != '}')
                || (buffer[first] == '0' && at > first + 1)) {
            return -1;
        }
        start = from;
        end = at;
        negative = signed;
        whole = true;
        mantissa = value;
        digits = at - first;
        exponent = 0;
        return at;
    }

    /** Reads from the sign or first digit, and returns where it ends. */
    int scan(byte[] buffer, int from, int limit) {
        start = from;
        negative = buffer[from] == '-';
        mantissa = 0;
        digits = 0;
        exponent = 0;
        int first = negative ? from + 1 : from;
        int at = digits(buffer, first, limit);
        if (buffer[first] == '0' && at > first + 1) {
            throw faults.notJson("a number that begins with 0", first);
        }
        whole = true;
        if (at < limit && buffer[at] == '.') {
            whole = false;
            int fraction = at + 1;
            at = digits(buffer, fraction, limit);
            int decimals = at - fraction;
            exponent = -decimals;
        }
        if (at < limit && (buffer[at] | ' ') == 'e') {
            whole = false;
            at = exponent(buffer, at + 1, limit);
        }
        end = at;
        return at;
    }

    /** Passes over digits, at least one, and counts them in. */
    private int digits(byte[] buffer, int from, int limit) {
        int last = (int) Math.min(limit, (long) from + maxDigits - digits + 1);
        long value = mantissa;
        int at = from;
        while (at < last && buffer[at] >= '0' && buffer[at] <= '9') {
            value = value * 10 + (buffer[at] - '0');
            at++;
        }
        mantissa = value;
        count(at - from, buffer, from, limit);
        return at;
    }

    private void count(int more, byte[] buffer, int from, int limit) {
        digits += more;
        if (digits > maxDigits) {
            throw faults.numberTooLong(digits);
        }
        if (more == 0) {
            throw from == limit
                    ? faults.truncated()
                    : faults.notJson(Faults.shown(buffer[from]) + " where a digit should be", from);
        }
    }

    private int exponent(byte[] buffer, int from, int limit) {
        boolean signed = from < limit && (buffer[from] == '-' || buffer[from] == '+');
        int first = signed ? from + 1 : from;
        int last = (int) Math.min(limit, (long) first + maxDigits - digits + 1);
        long power = 0;
        int at = first;
        while (at < last && buffer[at] >= '0' && buffer[at] <= '9') {
            power = Math.min(MOST_EXPONENT, power * 10 + (buffer[at] - '0'));
            at++;
        }
        // Counted as all digits are, but no part of those that the exponent is for.
        int before = digits;
        count(at - first, buffer, first, limit);
        digits = before;
        exponent += buffer[from] == '-' ? -power : power;
        return at;
    }

    /** Returns whether it has neither point nor exponent. */
    boolean isWhole() {
        return whole;
    }

    /** Returns whether it is a whole number that fits 64 bits. */
    boolean isLong() {
        if (!whole || digits <= LONG_DIGITS) {
            return whole;
        }
        // With one digit more it is under 2^64, so that a sign bit tells.
        return digits == LONG_DIGITS + 1 && (mantissa >= 0 || (negative && mantissa == Long.MIN_VALUE));
    }

    /** Returns a whole number that fits 64 bits. */
    long longValue() {
        return negative ? -mantissa : mantissa;
    }

    /** Returns the nearest double, which is infinite for what is past all doubles. */
    double doubleValue(byte[] buffer) {
        if (digits <= LONG_DIGITS && mantissa >>> EXACT_BITS == 0 && Math.abs(exponent) < TENS.length) {
            double value = exponent < 0 ? mantissa / TENS[(int) -exponent] : mantissa * TENS[(int) exponent];
            return negative ? -value : value;
        }
        // True: by Jackson's parser, which is faster than the JDK's.
        return NumberInput.parseDouble(text(buffer), true);
    }

    /** Returns a whole number of any length. */
    BigInteger bigInteger(byte[] buffer) {
        return new BigInteger(text(buffer));
    }

    /** Returns it with all its digits. */
    BigDecimal bigDecimal(byte[] buffer) {
        try {
            return new BigDecimal(text(buffer));
        } catch (NumberFormatException e) {
            throw faults.invalid(
                    "the exponent of " + Quoted.shorten(text(buffer)) + " is out of range",
                    start,
                    "send one within 32 bits");
        }
    }

    /** Returns it as it was sent. */
    String text(byte[] buffer) {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
