package dev.shorthand.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fewest digits that are read back as the same double. */
final class ShortestDecimalTest {
    private final ShortestDecimal decimal = new ShortestDecimal();

    private String plain(double value) {
        decimal.set(value);
        byte[] target = new byte[400];
        int end = decimal.writePlain(target, 1);
        assertThat(target[0]).isZero();
        assertThat(target[end]).isZero();
        return new String(target, 1, end - 1, StandardCharsets.US_ASCII);
    }

    private void isShortest(double value) {
        decimal.set(value);
        BigDecimal found = new BigDecimal(decimal.digits()).scaleByPowerOfTen(decimal.point() - decimal.length());
        assertThat(found.precision()).isEqualTo(decimal.length());
        assertThat(decimal.digits() % 10).isNotZero();
        assertThat(found.doubleValue()).isEqualTo(Math.abs(value));
        BigDecimal exact = new BigDecimal(Math.abs(value));
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.UP, RoundingMode.DOWN}) {
            // Two digits are never one too many: the nearer number is taken.
            if (decimal.length() > 2) {
                BigDecimal fewer = exact.round(new MathContext(decimal.length() - 1, mode));
                assertThat(fewer.doubleValue()).as("%s, shorter", value).isNotEqualTo(Math.abs(value));
            }
            BigDecimal asMany = exact.round(new MathContext(Math.max(2, decimal.length()), mode));
            if (asMany.doubleValue() == Math.abs(value)) {
                assertThat(found.subtract(exact).abs())
                        .as("%s, as short", value)
                        .isLessThanOrEqualTo(asMany.subtract(exact).abs());
            }
        }
    }

    @Test
    void isWrittenWithDigitsOnBothSidesOfThePoint() {
        assertThat(plain(1)).isEqualTo("1.0");
        assertThat(plain(-1.5)).isEqualTo("1.5");
        assertThat(plain(0.0625)).isEqualTo("0.0625");
        assertThat(plain(123_000)).isEqualTo("123000.0");
        assertThat(plain(1.0 / 3)).isEqualTo("0.3333333333333333");
        assertThat(plain(9007199254740993.0)).isEqualTo("9007199254740992.0");
        assertThat(plain(2.0e23)).isEqualTo("2" + "0".repeat(23) + ".0");
        assertThat(plain(Double.MAX_VALUE)).isEqualTo("17976931348623157" + "0".repeat(292) + ".0");
        assertThat(plain(Double.MIN_VALUE)).isEqualTo("0." + "0".repeat(323) + "49");
    }

    @Test
    void isShortestForEveryPowerOfTwoAndItsNeighbours() {
        for (int power = Double.MIN_EXPONENT - 52; power <= Double.MAX_EXPONENT; power++) {
            double value = Math.scalb(1.0, power);
            isShortest(value);
            isShortest(Math.nextUp(value));
            if (Math.nextDown(value) > 0) {
                isShortest(Math.nextDown(value));
            }
        }
    }

    @Test
    void isShortestForTheLeastDoublesAndAnyOthers() {
        for (long bits = 1; bits < 1_000; bits++) {
            isShortest(Double.longBitsToDouble(bits));
        }
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && value != 0) {
                isShortest(value);
            }
            isShortest((1 + random.nextInt(1_000_000)) / 1_000.0);
            isShortest(1 + random.nextLong(1L << 53));
        }
    }

    @Test
    void isWhatTheJdkSaysWhereThatIsShortest() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000 && Runtime.version().feature() >= 19; i++) {
            double value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
            if (Double.isFinite(value) && value != 0) {
                decimal.set(value);
                BigDecimal found =
                        new BigDecimal(decimal.digits()).scaleByPowerOfTen(decimal.point() - decimal.length());
                assertThat(found).isEqualByComparingTo(new BigDecimal(Double.toString(value)));
            }
        }
    }
}
