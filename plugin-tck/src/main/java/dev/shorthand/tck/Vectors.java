package dev.shorthand.tck;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URL;
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

/**
 * Golden vectors: what other programs wrote, and what they read of it, as rows of a JSON file.
 *
 * <p>They are read by Jackson and by nothing of ours; a test that uses this class needs {@code jackson-core}, which the kit does not bring. Values that JSON
 * has no word for are maps with one key, such as {@code {"$bytes":"00ff"}}, see {@link #typed}. Holds nothing; safe for any thread.
 */
public final class Vectors {
    private Vectors() {}

    /**
     * Returns the rows of a file: of the one of the same name in the folder that the system property {@code shorthand.wire} names or that stands beside the
     * repository, else of the copy.
     *
     * @param copy where a copy of the file stands, among the test's resources
     * @return its rows, in their order
     * @throws IOException if it cannot be read
     */
    @SuppressWarnings("unchecked") // it is a list of objects, or no vectors at all
    public static List<Map<String, Object>> rows(URL copy) throws IOException {
        String folder = System.getProperty("shorthand.wire");
        String root = System.getProperty("shorthand.root", "..");
        Path shared = folder != null ? Path.of(folder) : Path.of(root, "..", "shared", "wire");
        Path file = shared.resolve(copy.getPath().substring(copy.getPath().lastIndexOf('/') + 1));
        try (InputStream in = Files.exists(file) ? Files.newInputStream(file) : copy.openStream()) {
            return (List<Map<String, Object>>) Objects.requireNonNull(parse(in.readAllBytes()));
        }
    }

    /**
     * Reads one JSON text as plain values; what follows it is ignored.
     *
     * @param json the text, in UTF-8
     * @return null, or a boolean, number, string, list or map
     * @throws IOException if it is no JSON
     */
    public static @Nullable Object parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return read(parser);
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMap(parser);
            case START_ARRAY -> readList(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> parser.getBooleanValue();
        };
    }

    private static Map<String, @Nullable Object> readMap(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, read(parser));
        }
        return map;
    }

    private static List<@Nullable Object> readList(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(read(parser));
        }
        return list;
    }

    private static Object integer(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /**
     * Turns the values of vectors into Java's, at any depth: {@code {"$int":"1"}}, {@code {"$float":"nan"}}, {@code {"$bytes":"00ff"}}, {@code
     * {"$str16":"d800"}} (UTF-16, big-endian), {@code {"$tuple":[]}}, {@code {"$set":[]}}, {@code {"$map":[["key","value"]]}}, and {@code {"$repr":"…"}} for what
     * nothing can carry.
     *
     * @param value as {@link #parse} returns it
     * @return the value, with an {@code Object} of no other class for {@code $repr}
     */
    public static @Nullable Object typed(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return typedList(list);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            String kind = String.valueOf(only.getKey());
            if (kind.startsWith("$")) {
                return ofKind(kind, Objects.requireNonNull(only.getValue()));
            }
        }
        Map<Object, @Nullable Object> typed = new LinkedHashMap<>();
        map.forEach((key, item) -> typed.put(key, typed(item)));
        return typed;
    }

    private static Object ofKind(String kind, Object content) {
        return switch (kind) {
            case "$int" -> integer(new BigInteger((String) content));
            case "$float" -> fraction((String) content);
            case "$bytes" -> hex(content);
            case "$str16" -> utf16(hex(content));
            case "$tuple" -> typedList((List<?>) content);
            case "$set" -> new LinkedHashSet<>(typedList((List<?>) content));
            case "$map" -> typedMap((List<?>) content);
            case "$repr" -> new Object();
            default -> throw new IllegalArgumentException("no kind of value \"" + kind + "\" in vectors");
        };
    }

    private static double fraction(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    // By hand, as the JDK's decoder replaces half of a surrogate pair.
    private static String utf16(byte[] units) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < units.length; i += 2) {
            text.append((char) (((units[i] & 0xff) << 8) | (units[i + 1] & 0xff)));
        }
        return text.toString();
    }

    private static List<@Nullable Object> typedList(List<?> list) {
        List<@Nullable Object> typed = new ArrayList<>();
        list.forEach(item -> typed.add(typed(item)));
        return typed;
    }

    private static Map<@Nullable Object, @Nullable Object> typedMap(List<?> pairs) {
        Map<@Nullable Object, @Nullable Object> typed = new LinkedHashMap<>();
        for (Object pair : pairs) {
            typed.put(typed(((List<?>) pair).get(0)), typed(((List<?>) pair).get(1)));
        }
        return typed;
    }

    /**
     * Makes values comparable with {@code equals}: bytes by content, at any depth.
     *
     * @param value a plain value
     * @return the same, with a text in the place of each {@code byte[]}
     */
    public static @Nullable Object comparable(@Nullable Object value) {
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

    /**
     * Returns the bytes of hexadecimal digits.
     *
     * @param digits a string with two for each byte, or null
     * @return the bytes; none for null
     */
    public static byte[] hex(@Nullable Object digits) {
        return digits == null ? new byte[0] : HexFormat.of().parseHex((String) digits);
    }
}
