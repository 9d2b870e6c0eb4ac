package dev.shorthand.binding.types;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps in the order of arrival, of which the last value of a key counts. What it reads cannot be changed. Immutable. */
final class MapShape extends Shape {
    private final Class<?> keyType;
    private final Function<String, Object> keys;
    private final Shape values;

    private MapShape(Class<?> keyType, Function<String, Object> keys, Shape values) {
        super("a map of " + values.expected());
        this.keyType = keyType;
        this.keys = keys;
        this.values = values;
    }

    /** Returns the shape of maps with these keys, or null where those cannot be names. */
    static @Nullable MapShape of(Class<?> keyType, Shape key, Shape values) {
        if (keyType == String.class || keyType == Object.class || keyType == CharSequence.class) {
            return new MapShape(keyType, name -> name, values);
        }
        if (key instanceof EnumShape constants) {
            return new MapShape(keyType, constants::constant, values);
        }
        if (key instanceof IntegerShape integer) {
            return new MapShape(keyType, name -> integerKey(integer, name), values);
        }
        if (key instanceof TextShape text) {
            return new MapShape(keyType, name -> textKey(text, name), values);
        }
        return null;
    }

    private static Object integerKey(IntegerShape shape, String name) {
        try {
            Object key = shape.convert(Long.valueOf(name));
            if (key != null) {
                return key;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message, which is the same for text and for numbers past 64 bits.
        }
        throw badKey(shape, name);
    }

    private static Object textKey(TextShape shape, String name) {
        Object key = shape.parse(name);
        if (key == null) {
            throw badKey(shape, name);
        }
        return key;
    }

    private static MismatchException badKey(Shape shape, String name) {
        return new MismatchException(
                "expected " + shape.expected() + " as key, got a string \"" + Quoted.shorten(name) + '"');
    }

    @Override
    boolean fits(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return false;
        }
        for (Object key : map.keySet()) {
            if (!keyType.isInstance(key)) {
                return false;
            }
        }
        return ListShape.allFit(values, map.values());
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (in.token() == Token.OBJECT) {
            return readObject(in);
        }
        if (!entersMap(in)) {
            return null;
        }
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        while (in.next() != Token.END_MAP) {
            String name = in.string();
            Object key = keys.apply(name);
            in.next();
            try {
                map.put(key, values.read(in));
            } catch (MismatchException e) {
                throw e.under(Quoted.shorten(name));
            }
        }
        return Collections.unmodifiableMap(map);
    }
}
