package dev.shorthand.codec.terse;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Doubles as text: the fewest digits that are read back as the same one, and always a point or an exponent, which tell it from an integer.
 *
 * <p>The exponent has a sign and two digits or more, as C's {@code %g} has it (C17, section 7.21.6.1): quickrpc reads no other.
 */
final class Doubles {
    // Before, Double.toString gave a digit more than needed here and there (JDK-4511638).
    private static final boolean SHORTEST = Runtime.version().feature() >= 19;

    // So many digits are always right; those beyond are tried one by one. Away from zero, too: at a power of two the
    // next double is twice as far
    // there, so that the nearest number of few digits may miss where the one after it does not.
    private static final int SAFE_DIGITS = 15;
    private static final List<MathContext> MORE_DIGITS = List.of(
            new MathContext(SAFE_DIGITS),
            new MathContext(SAFE_DIGITS, RoundingMode.UP),
            new MathContext(SAFE_DIGITS + 1),
            new MathContext(SAFE_DIGITS + 1, RoundingMode.UP));
    private static final MathContext ONE_DIGIT = new MathContext(1);

    // Bounds of what is written without an exponent, as powers of ten, unless all digits of a greater one count.
    private static final int LEAST_PLAIN = -4;
    private static final int MOST_PLAIN = 5;

    // What most fractions are that programs send: under a million, with so many places at most.
    private static final double FEW_DIGITS = 1e6;
    private static final int FEW_PLACES = 4;

    private Doubles() {}

    /** Returns the text of a finite double. */
    static String text(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        if (Math.abs(value) < FEW_DIGITS) {
            String few = ofFewDigits(value);
            if (few != null) {
                return few;
            }
        }
        BigDecimal digits = shortest(value);
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= LEAST_PLAIN && (exponent <= MOST_PLAIN || digits.precision() > exponent)) {
            String plain = digits.toPlainString();
            return digits.scale() > 0 ? plain : plain + ".0";
        }
        return withExponent(digits, exponent);
    }

    /**
     * Returns the text if few digits are enough, else null. Digits and power of ten are whole numbers that a double holds exactly, so their quotient is
     * the double that the text is read back as; and with one place less it was another one.
     */
    private static @Nullable String ofFewDigits(double value) {
        double power = 1;
        for (int places = 0; places <= FEW_PLACES; places++) {
            long digits = Math.round(value * power);
            if (digits / power == value) {
                String text = BigDecimal.valueOf(digits, places).toPlainString();
                return places == 0 ? text + ".0" : text;
            }
            power *= 10;
        }
        return null;
    }

    private static String withExponent(BigDecimal digits, int exponent) {
        StringBuilder text = new StringBuilder(24);
        text.append(digits.unscaledValue());
        int first = digits.signum() < 0 ? 2 : 1;
        if (text.length() > first) {
            text.insert(first, '.');
        }
        text.append(exponent < 0 ? "e-" : "e+");
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }

    private static BigDecimal shortest(double value) {
        BigDecimal shown = BigDecimal.valueOf(value).stripTrailingZeros();
        if (shown.precision() == 2) {
            // The JDK shows two digits at least, where the least of all doubles need one.
            BigDecimal one = shown.round(ONE_DIGIT);
            return one.doubleValue() == value ? one.stripTrailingZeros() : shown;
        }
        if (SHORTEST || shown.precision() <= SAFE_DIGITS) {
            return shown;
        }
        BigDecimal exact = new BigDecimal(value);
        for (MathContext fewer : MORE_DIGITS) {
            BigDecimal rounded = exact.round(fewer);
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return shown;
    }
}
