package dev.shorthand.codec.terse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.spi.OutputBuffer;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Doubles come back from their text, which is as short as can be and never that of an integer. */
final class DoublesTest {
    private final Doubles doubles = new Doubles();

    private String text(double value) {
        OutputBuffer out = new OutputBuffer(8);
        doubles.write(value, out);
        return out.toString();
    }

    @Test
    void haveAPointOrAnExponent() {
        Map<Double, String> texts = new LinkedHashMap<>();
        texts.put(0.0, "0.0");
        texts.put(-0.0, "-0.0");
        texts.put(1.0, "1.0");
        texts.put(-1.5, "-1.5");
        texts.put(999999.0, "999999.0");
        texts.put(1000000.0, "1e+06");
        texts.put(-1234567.0, "-1234567.0");
        texts.put(1.25e7, "1.25e+07");
        texts.put(0.0001, "0.0001");
        texts.put(-0.00001, "-1e-05");
        texts.put(1e100, "1e+100");
        texts.put(1.0 / 3, "0.3333333333333333");
        texts.put(9007199254740993.0, "9007199254740992.0");
        texts.put(1.7976931348623157e308, "1.7976931348623157e+308");
        texts.put(4.9e-324, "5e-324");
        texts.put(9.9e-324, "1e-323");
        texts.put(-3.0e-323, "-3e-323");
        texts.put(1.2e-322, "1.2e-322");
        texts.forEach((value, text) -> assertThat(text(value)).isEqualTo(text));
    }

    @Test
    void needNoDigitMoreOnAnyJava() {
        // What Double.toString gives more digits for on JDK 17 than on 19.
        assertThat(text(2.0e-3)).isEqualTo("0.002");
        assertThat(text(2.2250738585072014e-308)).isEqualTo("2.2250738585072014e-308");
        assertThat(text(Math.scalb(1.0, -44))).isEqualTo("5.684341886080802e-14");
        assertThat(text(2.0e23)).isEqualTo("2e+23");
        assertThat(text(8.41e21)).isEqualTo("8.41e+21");
    }

    @Test
    void ofFewDigitsAreWrittenWithThose() {
        for (int i = -200_000; i < 200_000; i += 7) {
            for (int places = 1; places <= 6; places++) {
                BigDecimal decimal = BigDecimal.valueOf(i, places).stripTrailingZeros();
                if (i != 0 && decimal.scale() > 0 && decimal.abs().compareTo(new BigDecimal("0.0001")) >= 0) {
                    assertThat(text(decimal.doubleValue())).isEqualTo(decimal.toPlainString());
                }
            }
        }
    }

    @Test
    void comeBackAsTheyWere() {
        Random random = new Random(20_261_123);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = text(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value);
                assertThat(text).containsPattern("[.e]").hasSizeLessThanOrEqualTo(24);
            }
        }
    }
}
