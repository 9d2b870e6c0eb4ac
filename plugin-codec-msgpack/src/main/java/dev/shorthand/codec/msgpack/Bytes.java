package dev.shorthand.codec.msgpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in arrays of bytes, most significant byte first, as MessagePack has them. */
final class Bytes {
    private static final VarHandle SHORTS = handle(short[].class);
    private static final VarHandle INTS = handle(int[].class);
    private static final VarHandle LONGS = handle(long[].class);

    private Bytes() {}

    private static VarHandle handle(Class<?> view) {
        return MethodHandles.byteArrayViewVarHandle(view, ByteOrder.BIG_ENDIAN);
    }

    static short getShort(byte[] array, int at) {
        return (short) SHORTS.get(array, at);
    }

    static int getInt(byte[] array, int at) {
        return (int) INTS.get(array, at);
    }

    static long getLong(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void putShort(byte[] array, int at, int value) {
        SHORTS.set(array, at, (short) value);
    }

    static void putInt(byte[] array, int at, int value) {
        INTS.set(array, at, value);
    }

    static void putLong(byte[] array, int at, long value) {
        LONGS.set(array, at, value);
    }
}
