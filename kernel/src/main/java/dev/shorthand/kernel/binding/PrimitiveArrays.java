package dev.shorthand.kernel.binding;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.ValueWriter;

/** Writes arrays of primitives, without boxing. Holds nothing; safe for any thread. */
final class PrimitiveArrays {
    private PrimitiveArrays() {}

    /** Returns how arrays of that class are written; byte[] is not among them, being bytes and not a list. */
    static Writings.Writing of(Class<?> type) {
        if (type == int[].class) {
            return PrimitiveArrays::writeInts;
        }
        if (type == long[].class) {
            return PrimitiveArrays::writeLongs;
        }
        if (type == double[].class) {
            return PrimitiveArrays::writeDoubles;
        }
        if (type == float[].class) {
            return PrimitiveArrays::writeFloats;
        }
        if (type == short[].class) {
            return PrimitiveArrays::writeShorts;
        }
        return type == char[].class ? PrimitiveArrays::writeChars : PrimitiveArrays::writeBooleans;
    }

    private static void writeInts(Object array, ValueWriter out, int depth) {
        int[] values = (int[]) array;
        begin(values.length, out, depth);
        for (int value : values) {
            out.writeLong(value);
        }
        out.endList();
    }

    private static void writeLongs(Object array, ValueWriter out, int depth) {
        long[] values = (long[]) array;
        begin(values.length, out, depth);
        for (long value : values) {
            out.writeLong(value);
        }
        out.endList();
    }

    private static void writeDoubles(Object array, ValueWriter out, int depth) {
        double[] values = (double[]) array;
        begin(values.length, out, depth);
        int i = 0;
        try {
            for (; i < values.length; i++) {
                out.writeDouble(values[i]);
            }
        } catch (EncodeException e) {
            throw e.at(i);
        }
        out.endList();
    }

    private static void writeFloats(Object array, ValueWriter out, int depth) {
        float[] values = (float[]) array;
        begin(values.length, out, depth);
        for (float value : values) {
            ValueWalk.walk(value, out, depth);
        }
        out.endList();
    }

    private static void writeShorts(Object array, ValueWriter out, int depth) {
        short[] values = (short[]) array;
        begin(values.length, out, depth);
        for (short value : values) {
            out.writeLong(value);
        }
        out.endList();
    }

    private static void writeChars(Object array, ValueWriter out, int depth) {
        char[] values = (char[]) array;
        begin(values.length, out, depth);
        for (char value : values) {
            out.writeString(String.valueOf(value));
        }
        out.endList();
    }

    private static void writeBooleans(Object array, ValueWriter out, int depth) {
        boolean[] values = (boolean[]) array;
        begin(values.length, out, depth);
        for (boolean value : values) {
            out.writeBoolean(value);
        }
        out.endList();
    }

    private static void begin(int size, ValueWriter out, int depth) {
        ValueWalk.enter(depth);
        out.beginList(size);
    }
}
