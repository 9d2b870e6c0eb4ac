package dev.shorthand.tck;

import dev.shorthand.kernel.Params;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of every plain kind, with the ends of each range, and what tends to go wrong. */
final class Samples {
    private Samples() {}

    /** Those that every codec carries; without them there is little to say. */
    static List<Object> least() {
        return List.of(
                "hello",
                "",
                "quote \" backslash \\ tab \t",
                "grüße, \u4e16\u754c, \ud83d\ude00",
                0L,
                1L,
                -1L,
                1_234_567L,
                0.5,
                -1234.5678);
    }

    /** Those that a codec may refuse; what it does not refuse comes back. */
    static List<@Nullable Object> all() {
        List<@Nullable Object> all = new ArrayList<>(least());
        all.addAll(Arrays.asList(
                null,
                true,
                false,
                (long) Integer.MAX_VALUE + 1,
                (1L << 53) + 1,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.ONE.shiftLeft(63),
                BigInteger.ONE.shiftLeft(64).negate(),
                new BigInteger("123456789012345678901234567890"),
                0.0,
                -0.0,
                1.0,
                0.1,
                1e22,
                1e-7,
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                new BigDecimal("0.1"),
                new BigDecimal("12345678901234567890.12345678901234567890"),
                "\u0000",
                "line\nfeed\r\n",
                "\u2028\u007f\u0080\uffff",
                "lone \ud800 surrogate",
                "x".repeat(10_000),
                new byte[0],
                new byte[] {0, 1, -1, 127, -128, '\n', '"'},
                new byte[5_000],
                List.of(),
                Map.of(),
                Arrays.asList(1L, null, "two", List.of(3L, List.of()))));
        all.add(manyKeys());
        all.add(new LinkedHashMap<>(Collections.singletonMap("", "an empty key")));
        all.add(new LinkedHashMap<>(Collections.singletonMap("a b:c\"d\n", "a key that needs escaping")));
        all.add(new LinkedHashMap<>(Collections.singletonMap("__bytes", "eA==")));
        return all;
    }

    private static Map<String, Object> manyKeys() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            map.put("key" + (i * 37 % 100), (long) i);
        }
        map.put("nested", new LinkedHashMap<>(Map.of("list", List.of(1L, 2L, 3L))));
        return map;
    }

    /** Ids of each kind; a codec may refuse those but the first. */
    static List<Object> ids() {
        return List.of(
                1L, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, "a7", "", "7", "id \"with\" \\ and \u00e9", true, 1.5);
    }

    /** Params of each kind; a codec may refuse some. */
    static List<Params> params() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("a", 1L);
        arguments.put("b", "two");
        return List.of(
                Params.named(arguments),
                Params.positional(1L, "two"),
                Params.absent(),
                Params.positional(),
                Params.named(Map.of()));
    }

    /** Compares values deeply: arrays of bytes by content, decimals by value, also where a codec has made doubles or integers of them. */
    static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected == null || actual == null) {
            return expected == actual;
        }
        if (expected instanceof byte[] bytes) {
            return actual instanceof byte[] other && Arrays.equals(bytes, other);
        }
        if (expected instanceof BigDecimal decimal) {
            return sameDecimal(decimal, actual);
        }
        if (expected instanceof List<?> list) {
            return actual instanceof List<?> other && sameList(list, other);
        }
        if (expected instanceof Map<?, ?> map) {
            return actual instanceof Map<?, ?> other
                    && sameList(new ArrayList<>(map.keySet()), new ArrayList<>(other.keySet()))
                    && sameList(new ArrayList<>(map.values()), new ArrayList<>(other.values()));
        }
        return expected.equals(actual);
    }

    private static boolean sameDecimal(BigDecimal decimal, Object actual) {
        if (actual instanceof Double rounded) {
            return rounded == decimal.doubleValue();
        }
        boolean whole = actual instanceof Long || actual instanceof BigInteger;
        return (whole || actual instanceof BigDecimal) && decimal.compareTo(new BigDecimal(actual.toString())) == 0;
    }

    private static boolean sameList(List<?> expected, List<?> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!same(expected.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }
}
