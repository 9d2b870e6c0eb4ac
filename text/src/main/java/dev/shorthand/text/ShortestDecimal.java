package dev.shorthand.text;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The decimal number of the fewest digits that is read back as the same double, and of several such the one nearest to it; for codecs that write it in their
 * format's way, straight into a message. {@link Double#toString(double)} finds it from JDK 19 on (JDK-4511638), as text.
 *
 * <p>The method is Raffaello Giulietti's: "The Schubfach way to render doubles", 2021, sections 8 and 9. Confined to one thread.
 *
 * <pre>{@code
 * decimal.set(0.0625);      // 625 × 10^-4
 * at = decimal.writePlain(bytes, at);
 * }</pre>
 */
public final class ShortestDecimal {
    /** The most digits there are. */
    public static final int MOST_DIGITS = 17;

    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x7ff;
    private static final int LEAST_EXPONENT = Double.MIN_EXPONENT - FRACTION_BITS;

    // Of doubles that are less than three times the least one, two digits are looked for in ten times the double.
    private static final int TINY = 3;

    // log10(2), log10(3/4) and log2(10), as multiples of 2^-41, 2^-41 and 2^-38.
    private static final long LOG10_OF_2 = 661_971_961_083L;
    private static final long LOG10_OF_3_4 = -274_743_187_321L;
    private static final int LOG10_SHIFT = 41;
    private static final long LOG2_OF_10 = 913_124_641_741L;
    private static final int LOG2_SHIFT = 38;

    // Powers of ten are known to 126 bits, in two longs of 63.
    private static final int HALF = 63;
    private static final long HALF_MASK = Long.MAX_VALUE;

    // The powers that doubles need; each is worked out when it is needed first, as most programs need a few alone. Two
    // threads may
    // both do that, with the same result.
    private static final int LEAST_POWER = -324;
    private static final int MOST_POWER = 292;
    private static final @Nullable Power[] POWERS = new @Nullable Power[MOST_POWER - LEAST_POWER + 1];

    private static final long EIGHT_DIGITS = 100_000_000;

    private long digits;
    private int length;
    private int exponent;

    /** 10^-k, as high and low half of the least number above it that has 126 bits, but for the power of two. */
    private static final class Power {
        final long high;
        final long low;

        Power(int k) {
            int bits = log2OfTenTo(-k) - 2 * HALF + 1;
            BigInteger ten = BigInteger.TEN.pow(Math.abs(k));
            BigInteger scaled = k <= 0
                    ? ten.shiftRight(bits)
                    : BigInteger.ONE.shiftLeft(-bits).divide(ten);
            BigInteger above = scaled.add(BigInteger.ONE);
            high = above.shiftRight(HALF).longValueExact();
            low = above.longValue() & HALF_MASK;
        }

        static Power of(int k) {
            Power known = POWERS[k - LEAST_POWER];
            if (known == null) {
                known = new Power(k);
                POWERS[k - LEAST_POWER] = known;
            }
            return known;
        }
    }

    /** Makes one that is not set yet. */
    public ShortestDecimal() {}

    private static int log2OfTenTo(int power) {
        return (int) ((power * LOG2_OF_10) >> LOG2_SHIFT);
    }

    /**
     * Takes a double; its sign does not count.
     *
     * @param value any but 0, NaN and the infinities
     */
    public void set(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & FRACTION;
        int biased = (int) (bits >>> FRACTION_BITS) & EXPONENT;
        if (biased == 0) {
            if (fraction < TINY) {
                find(10 * fraction, LEAST_EXPONENT, -1);
            } else {
                find(fraction, LEAST_EXPONENT, 0);
            }
            return;
        }
        long mantissa = fraction | (FRACTION + 1);
        int binary = biased - 1 + LEAST_EXPONENT;
        if (binary < 0 && -binary <= FRACTION_BITS) {
            long whole = mantissa >> -binary;
            if (whole << -binary == mantissa) {
                keep(whole, 0);
                return;
            }
        }
        find(mantissa, binary, 0);
    }

    /** Finds the digits of {@code mantissa × 2^binary}; names are ours, the steps are the paper's. */
    private void find(long mantissa, int binary, int shift) {
        // A multiple of two is read back also from exactly between two doubles.
        long odd = mantissa & 1;
        long middle = mantissa << 2;
        long upper = middle + 2;
        long lower;
        int k;
        if (mantissa != FRACTION + 1 || binary == LEAST_EXPONENT) {
            lower = middle - 2;
            k = (int) ((binary * LOG10_OF_2) >> LOG10_SHIFT);
        } else {
            // The next double below a power of two is half as far away.
            lower = middle - 1;
            k = (int) ((binary * LOG10_OF_2 + LOG10_OF_3_4) >> LOG10_SHIFT);
        }
        int up = binary + log2OfTenTo(-k) + 2;
        Power power = Power.of(k);
        long value = scaled(power, middle << up);
        long above = scaled(power, lower << up) + odd;
        long below = scaled(power, upper << up) - odd;
        long down = value >> 2;
        if (down >= 100) {
            // One digit less, where just one such number lies within the bounds.
            long shorter = down / 10 * 10;
            boolean downFits = above <= shorter << 2;
            boolean upFits = (shorter + 10) << 2 <= below;
            if (downFits != upFits) {
                keep(downFits ? shorter : shorter + 10, k + shift);
                return;
            }
        }
        boolean downFits = above <= down << 2;
        boolean upFits = (down + 1) << 2 <= below;
        boolean isDown = downFits;
        if (downFits == upFits) {
            long toMiddle = value - ((2 * down + 1) << 1);
            isDown = toMiddle < 0 || (toMiddle == 0 && (down & 1) == 0);
        }
        keep(isDown ? down : down + 1, k + shift);
    }

    /** Returns the product, without its fraction, which is kept as the last bit: whether there is any. */
    private static long scaled(Power power, long factor) {
        long lowest = Math.multiplyHigh(power.low, factor);
        long middle = ((power.high * factor) >>> 1) + lowest;
        long highest = Math.multiplyHigh(power.high, factor) + (middle >>> HALF);
        return highest | (((middle & HALF_MASK) + HALF_MASK) >>> HALF);
    }

    private void keep(long found, int tens) {
        long left = found;
        int zeros = 0;
        if (left % EIGHT_DIGITS == 0) {
            left /= EIGHT_DIGITS;
            zeros = 8;
        }
        while (left % 10 == 0) {
            left /= 10;
            zeros++;
        }
        digits = left;
        exponent = tens + zeros;
        length = 1;
        for (long power = 10; power <= left; power *= 10) {
            length++;
        }
    }

    /**
     * Returns the digits as a whole number.
     *
     * @return 1 or more; the last digit is not 0
     */
    public long digits() {
        return digits;
    }

    /**
     * Returns how many digits there are.
     *
     * @return 1 to {@value #MOST_DIGITS}
     */
    public int length() {
        return length;
    }

    /**
     * Returns how many digits stand before the point where there is no exponent.
     *
     * @return 0 or less where zeros follow the point; more than {@link #length} where zeros come before it
     */
    public int point() {
        return length + exponent;
    }

    /**
     * Writes the number without an exponent, with a digit or more on both sides of the point.
     *
     * @param target has room for the digits, the zeros that {@link #point} tells of, and 2 bytes
     * @param at     where it begins there
     * @return where it ends
     */
    public int writePlain(byte[] target, int at) {
        int point = point();
        if (point > 0 && point < length) {
            return writeDigits(target, at, point);
        }
        int to = at;
        if (point <= 0) {
            target[to++] = '0';
            target[to++] = '.';
            to = writeZeros(target, to, -point);
            return writeDigits(target, to, length);
        }
        to = writeDigits(target, to, length);
        to = writeZeros(target, to, point - length);
        target[to++] = '.';
        target[to++] = '0';
        return to;
    }

    /**
     * Writes the digits.
     *
     * @param target has room for them and the point
     * @param at     where they begin there
     * @param point  after how many of them a point is written, from 1 up; none where they are not more
     * @return where they end
     */
    public int writeDigits(byte[] target, int at, int point) {
        long left = digits;
        int end = at + length + (point < length ? 1 : 0);
        int to = end;
        if (point < length) {
            for (int i = length; i > point; i--) {
                target[--to] = (byte) ('0' + left % 10);
                left /= 10;
            }
            target[--to] = '.';
        }
        while (to > at) {
            target[--to] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return end;
    }

    private static int writeZeros(byte[] target, int at, int count) {
        for (int i = 0; i < count; i++) {
            target[at + i] = '0';
        }
        return at + count;
    }
}
