package dev.shorthand.binding.types;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The names that a map's keys have on the wire. Holds nothing; safe for any thread. */
final class Keys {
    private Keys() {}

    /** Returns the name, or null for a key that has none. Null, booleans and numbers have that of their JSON text, as in Python. */
    static @Nullable String name(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        if (key == null || key instanceof Boolean || key instanceof Double || isInteger(key)) {
            return String.valueOf(key);
        }
        return Writings.isText(key.getClass()) ? key.toString() : null;
    }

    private static boolean isInteger(Object key) {
        return key instanceof Integer
                || key instanceof Long
                || key instanceof Short
                || key instanceof Byte
                || key instanceof BigInteger;
    }

    /** Says what is wrong with a key that has no name. */
    static String problem(@Nullable Object key) {
        return (key == null ? "null" : "a " + key.getClass().getName())
                + " cannot be the key of a map; use String, an enum, a number or a UUID";
    }
}
