package dev.shorthand.codec.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of every kind that JSON carries, the same ones for the same seed. */
final class RandomValues {
    private static final String CHARACTERS =
            "abz0 \"\\/\b\n\u0000\u007f\u0080\u00e9\u07ff\u0800\u20ac\u2028\ud800\udc00\uffff";
    private static final List<Double> DOUBLES =
            List.of(0.0, -0.0, 0.1, 1.0, -1.5, 1e16, 1e22, 5e-324, Double.MAX_VALUE, 123456789.125);

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    /** Returns a plain value with up to {@code depth} lists and maps around its leaves. */
    @Nullable
    Object value(int depth) {
        switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> {
                return null;
            }
            case 1 -> {
                return random.nextBoolean();
            }
            case 2 -> {
                return random.nextLong() >> random.nextInt(64);
            }
            case 3 -> {
                return DOUBLES.get(random.nextInt(DOUBLES.size()));
            }
            case 4 -> {
                double number = Double.longBitsToDouble(random.nextLong());
                return Double.isFinite(number) ? number : 0.5;
            }
            case 5 -> {
                return new BigInteger(64 + random.nextInt(500), random).setBit(64);
            }
            case 6 -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                return bytes;
            }
            case 7 -> {
                return text(random.nextInt(30) * random.nextInt(10));
            }
            case 8 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int left = random.nextInt(6); left > 0; left--) {
                    list.add(value(depth - 1));
                }
                return list;
            }
            default -> {
                return map(depth - 1);
            }
        }
    }

    /** Returns a map whose values are {@code depth} deep. */
    Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            // Halves of pairs are refused in names.
            map.put(text(random.nextInt(12)).replaceAll("[\\ud800-\\udfff]", "\ud83d\ude00"), value(depth));
        }
        return map;
    }

    /** Returns a text of characters that are plain, escaped, of every length in UTF-8, and halves of pairs. */
    String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean odd = random.nextInt(8) == 0;
            text.append(
                    odd ? CHARACTERS.charAt(random.nextInt(CHARACTERS.length())) : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Returns a number with all its digits. */
    BigDecimal decimal() {
        return new BigDecimal(new BigInteger(200, random), random.nextInt(400) - 200);
    }

    /** Returns the source of all this. */
    Random random() {
        return random;
    }
}
