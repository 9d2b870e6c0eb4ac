package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.spi.MismatchException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What the tests of reading have in common. */
final class Reading {
    private Reading() {}

    /** Carries a generic type: {@code new TypeOf<List<String>>() {}}. */
    abstract static class TypeOf<T> {
        final Type type = ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }

    /** Reads token by token, as from a codec. */
    static @Nullable Object read(Type type, @Nullable Object plain) {
        return Shapes.of(type).read(new TreeReader(plain));
    }

    /** Returns the message with which a value is refused, which is the same for a codec and for a value in memory. */
    static String refusal(Type type, @Nullable Object plain) {
        Shape shape = Shapes.of(type);
        String converted = message(() -> shape.convert(plain));
        String read = message(() -> shape.read(new TreeReader(plain)));
        if (!read.equals(converted)) {
            throw new AssertionError("read: " + read + ", converted: " + converted);
        }
        return read;
    }

    private static String message(Executable reading) {
        return String.valueOf(assertThrows(MismatchException.class, reading).getMessage());
    }

    /** Makes a map in the order given, with nulls where wanted. */
    static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}
