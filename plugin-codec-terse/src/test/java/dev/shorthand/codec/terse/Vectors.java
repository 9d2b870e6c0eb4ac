package dev.shorthand.codec.terse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The golden vectors of {@code wire/terse.json}. */
final class Vectors {
    private Vectors() {}

    /**
     * Returns the rows: those beside the repository where it stands in its folder, else the copy in the test's
     * resources.
     */
    static List<Map<String, Object>> rows() throws IOException {
        String folder = System.getProperty("shorthand.wire");
        String root = System.getProperty("shorthand.root", "..");
        Path shared = folder != null ? Path.of(folder) : Path.of(root, "..", "shared", "wire");
        Path file = shared.resolve("terse.json");
        if (Files.exists(file)) {
            return rows(Files.readAllBytes(file));
        }
        try (InputStream copy = Objects.requireNonNull(Vectors.class.getResourceAsStream("/wire/terse.json"))) {
            return rows(copy.readAllBytes());
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(byte[] json) throws IOException {
        return (List<Map<String, Object>>) Objects.requireNonNull(parse(json));
    }

    /** Reads one JSON text as plain values; what follows it is ignored. */
    static @Nullable Object parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return read(parser);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, read(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                return list;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NUMBER_INT -> {
                BigInteger number = parser.getBigIntegerValue();
                return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
            }
            case VALUE_NUMBER_FLOAT -> {
                return parser.getDoubleValue();
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getBooleanValue();
            }
        }
    }

    /** Turns the vectors' typed values into Java's. */
    static @Nullable Object typed(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return typedList(list);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1) {
            Object content = map.values().iterator().next();
            switch (String.valueOf(map.keySet().iterator().next())) {
                case "$int" -> {
                    BigInteger number = new BigInteger(String.valueOf(content));
                    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
                }
                case "$float" -> {
                    return switch (String.valueOf(content)) {
                        case "nan" -> Double.NaN;
                        case "inf" -> Double.POSITIVE_INFINITY;
                        case "-inf" -> Double.NEGATIVE_INFINITY;
                        default -> Double.valueOf(String.valueOf(content));
                    };
                }
                case "$bytes" -> {
                    return HexFormat.of().parseHex(String.valueOf(content));
                }
                case "$str16" -> {
                    byte[] units = HexFormat.of().parseHex(String.valueOf(content));
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < units.length; i += 2) {
                        text.append((char) (((units[i] & 0xff) << 8) | (units[i + 1] & 0xff)));
                    }
                    return text.toString();
                }
                case "$tuple" -> {
                    return typedList((List<?>) Objects.requireNonNull(content));
                }
                case "$set" -> {
                    return new LinkedHashSet<>(typedList((List<?>) Objects.requireNonNull(content)));
                }
                case "$map" -> {
                    Map<@Nullable Object, @Nullable Object> typed = new LinkedHashMap<>();
                    for (Object pair : (List<?>) Objects.requireNonNull(content)) {
                        typed.put(typed(((List<?>) pair).get(0)), typed(((List<?>) pair).get(1)));
                    }
                    return typed;
                }
                case "$repr" -> {
                    return new Object();
                }
                default -> {
                    // A map like any other.
                }
            }
        }
        Map<Object, @Nullable Object> typed = new LinkedHashMap<>();
        map.forEach((key, item) -> typed.put(key, typed(item)));
        return typed;
    }

    private static List<@Nullable Object> typedList(List<?> list) {
        List<@Nullable Object> typed = new ArrayList<>();
        list.forEach(item -> typed.add(typed(item)));
        return typed;
    }

    /** Makes values comparable: bytes by content. */
    static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "$bytes " + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(comparable(item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, comparable(item)));
            return Collections.unmodifiableMap(copy);
        }
        return value;
    }

    /** Returns the bytes of hexadecimal digits, or none. */
    static byte[] hex(@Nullable Object digits) {
        return digits == null ? new byte[0] : HexFormat.of().parseHex((String) digits);
    }
}
