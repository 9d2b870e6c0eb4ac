package dev.shorthand.codec.msgpack;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of every kind that MessagePack carries, the same ones for the same seed. */
final class RandomValues {
    private static final int[] CHARACTERS = {
        'a', 'z', 0, 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0x20ac, 0x2028, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff
    };
    private static final double[] DOUBLES = {
        0.0, -0.0, 0.1, 1.0, -1.5, 1e16, 5e-324, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY
    };

    private final Random random;

    RandomValues(long seed) {
        random = new Random(seed);
    }

    /** Returns a plain value, or one of MessagePack's own, with up to {@code depth} lists and maps around its leaves. */
    @Nullable
    Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 10)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> random.nextLong() >> random.nextInt(64);
            case 4 -> new BigInteger(64, random).setBit(63);
            case 5 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 6 -> bytes(random.nextInt(1 + random.nextInt(400)));
            case 7 -> text(random.nextInt(1 + random.nextInt(1 + random.nextInt(400))));
            case 8 -> instant();
            case 9 -> Extension.of(random.nextInt(128), bytes(random.nextInt(40)));
            case 10 -> list(depth - 1);
            default -> map(depth - 1);
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = size(); left > 0; left--) {
            list.add(value(depth));
        }
        return list;
    }

    /** Returns a map whose values are {@code depth} deep. */
    Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = size(); left > 0; left--) {
            map.put(text(random.nextInt(12)), value(depth));
        }
        return map;
    }

    // Now and then more than the first byte can say.
    private int size() {
        return random.nextInt(random.nextInt(20) == 0 ? 40 : 6);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private Instant instant() {
        long seconds = random.nextLong() >> 10 + random.nextInt(54);
        return Instant.ofEpochSecond(
                Math.floorMod(seconds, 1L << 40) - (random.nextBoolean() ? 0 : 1L << 39),
                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    /** Returns a text of characters of every length in UTF-8, most of them ASCII. */
    String text(int length) {
        StringBuilder text = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            boolean odd = !plain && random.nextInt(8) == 0;
            text.appendCodePoint(odd ? CHARACTERS[random.nextInt(CHARACTERS.length)] : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    /** Returns the source of all this. */
    Random random() {
        return random;
    }
}
