package dev.shorthand.binding.types;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ValueWriter;
import java.lang.reflect.Array;

/** Writes arrays of primitives as lists, without boxing. Holds nothing; safe for any thread. */
final class PrimitiveArrays {
    private PrimitiveArrays() {}

    /** Writes one element. */
    @FunctionalInterface
    private interface Element {
        void write(Object array, int index, ValueWriter out);
    }

    /** Returns how arrays of that class are written; byte[] is not among them, being bytes and not a list. */
    static Binder.Writing of(Class<?> type) {
        Element element = element(type);
        return (array, to, out, depth) -> write(array, element, out, depth);
    }

    private static Element element(Class<?> type) {
        if (type == int[].class) {
            return (array, i, out) -> out.writeLong(((int[]) array)[i]);
        }
        if (type == long[].class) {
            return (array, i, out) -> out.writeLong(((long[]) array)[i]);
        }
        if (type == double[].class) {
            return (array, i, out) -> out.writeDouble(((double[]) array)[i]);
        }
        if (type == float[].class) {
            return (array, i, out) -> out.writeDouble(Writings.widen(((float[]) array)[i]));
        }
        if (type == short[].class) {
            return (array, i, out) -> out.writeLong(((short[]) array)[i]);
        }
        if (type == char[].class) {
            return (array, i, out) -> out.writeString(String.valueOf(((char[]) array)[i]));
        }
        return (array, i, out) -> out.writeBoolean(((boolean[]) array)[i]);
    }

    private static void write(Object array, Element element, ValueWriter out, int depth) {
        Conversions.enter(depth);
        int length = Array.getLength(array);
        out.beginList(length);
        int i = 0;
        try {
            for (; i < length; i++) {
                element.write(array, i, out);
            }
        } catch (EncodeException e) {
            throw Conversions.at(i, e, depth);
        }
        out.endList();
    }
}
