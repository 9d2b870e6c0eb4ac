package dev.shorthand.codec.terse;

import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.text.ShortestDecimal;

/**
 * Writes doubles as text: the fewest digits that are read back as the same one, and always a point or an exponent, which tell it from an integer.
 *
 * <p>The exponent has a sign and two digits or more, as C's {@code %g} has it (C17, section 7.21.6.1): quickrpc reads no other. Confined to one thread.
 */
final class Doubles {
    // Bounds of what is written without an exponent, as powers of ten, unless all digits of a greater one count.
    private static final int LEAST_PLAIN = -4;
    private static final int MOST_PLAIN = 5;

    // Sign, digits, point, and an exponent of three digits; or zeros in its place.
    private static final int LONGEST = ShortestDecimal.MOST_DIGITS + 8;

    // Below this one digit is enough for some, of which two are nearer.
    private static final double TINY = 1e-321;

    private final ShortestDecimal decimal = new ShortestDecimal();

    /** Writes a finite double. */
    void write(double value, OutputBuffer out) {
        if (Double.doubleToRawLongBits(value) < 0) {
            out.write('-');
        }
        if (value == 0) {
            out.writeAscii("0.0");
            return;
        }
        decimal.set(value);
        if (Math.abs(value) < TINY && decimal.length() == 2) {
            writeTiny(Math.abs(value), out);
            return;
        }
        out.reserve(LONGEST);
        byte[] target = out.array();
        int exponent = decimal.point() - 1;
        int end;
        if (exponent >= LEAST_PLAIN && (exponent <= MOST_PLAIN || decimal.length() > exponent)) {
            end = decimal.writePlain(target, out.size());
        } else {
            end = writeExponent(exponent, target, decimal.writeDigits(target, out.size(), 1));
        }
        out.advance(end - out.size());
    }

    private static int writeExponent(int exponent, byte[] target, int at) {
        int to = at;
        int left = Math.abs(exponent);
        target[to++] = 'e';
        target[to++] = (byte) (exponent < 0 ? '-' : '+');
        if (left >= 100) {
            target[to++] = (byte) ('0' + left / 100);
            left %= 100;
        }
        target[to++] = (byte) ('0' + left / 10);
        target[to++] = (byte) ('0' + left % 10);
        return to;
    }

    private void writeTiny(double value, OutputBuffer out) {
        long digits = decimal.digits();
        int exponent = decimal.point() - 1;
        String one = (digits + 5) / 10 + "e" + exponent;
        if (Double.parseDouble(one) == value) {
            out.writeAscii(one.startsWith("10") ? "1e" + (exponent + 1) : one);
        } else {
            out.writeAscii(digits / 10 + "." + digits % 10 + "e" + exponent);
        }
    }
}
