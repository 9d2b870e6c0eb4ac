package dev.shorthand.kernel.binding;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The names that a map's keys have on the wire. Holds nothing; safe for any thread. */
final class Keys {
    private Keys() {}

    /** Returns the name, or null for null and for a key that has none. */
    static @Nullable String name(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        return isInteger(key) || (key != null && Writings.isText(key.getClass())) ? String.valueOf(key) : null;
    }

    private static boolean isInteger(@Nullable Object key) {
        return key instanceof Integer
                || key instanceof Long
                || key instanceof Short
                || key instanceof Byte
                || key instanceof BigInteger;
    }

    /** Says what is wrong with a key that has no name. */
    static String problem(@Nullable Object key) {
        return (key == null ? "null" : "a " + key.getClass().getName())
                + " cannot be the key of a map; use String, an enum, an integer or a UUID";
    }
}
