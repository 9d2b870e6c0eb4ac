package dev.shorthand.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names that a method or record declares, as most peers write them: in quotes, with a colon behind. Immutable.
 *
 * <p>Where the expected one stands is so seen by its bytes, of which up to eight are compared as one number.
 */
final class DeclaredNames {
    /** Those of nobody. */
    static final DeclaredNames NONE = new DeclaredNames(new String[0], 0);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] UNSEEN = {};

    private final String[] names;

    // The first eight bytes of each, and which bits of them count: none for one that is to be read as any other.
    private final long[] heads;
    private final long[] masks;
    private final byte[][] wholes;

    /**
     * Makes them.
     *
     * @param names     kept, as this is found by the array itself
     * @param maxString how many bytes a name may take; a longer one is to be refused where it is read
     */
    DeclaredNames(String[] names, int maxString) {
        this.names = names;
        this.heads = new long[names.length];
        this.masks = new long[names.length];
        this.wholes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            byte[] whole = whole(names[i], maxString);
            wholes[i] = whole;
            heads[i] = TextCache.head(whole, 0, whole.length);
            masks[i] = whole.length >= Long.BYTES ? -1 : (1L << (Byte.SIZE * whole.length)) - 1;
        }
    }

    /** Returns the name as it is written; nothing for one that is too long, or not written as it is. */
    private static byte[] whole(String name, int maxString) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean same = new String(bytes, StandardCharsets.UTF_8).equals(name)
                && Plain.end(bytes, 0, bytes.length) == bytes.length
                && bytes.length <= maxString;
        return same ? ('"' + name + "\":").getBytes(StandardCharsets.UTF_8) : UNSEEN;
    }

    /** Returns the array that they are of. */
    String[] names() {
        return names;
    }

    /** Returns whether they are those of that very array. */
    boolean isOf(String[] array) {
        return names == array;
    }

    /** Returns the place behind the name and its colon, if there is such a name, it stands there and something follows; else -1. */
    int end(int index, byte[] buffer, int from, int limit) {
        if (index >= wholes.length) {
            return -1;
        }
        byte[] whole = wholes[index];
        int after = from + whole.length;
        if (whole.length == 0 || after >= limit || from + Long.BYTES > buffer.length) {
            return -1;
        }
        boolean same = (((long) LONGS.get(buffer, from) ^ heads[index]) & masks[index]) == 0
                && (whole.length <= Long.BYTES
                        || Arrays.equals(whole, Long.BYTES, whole.length, buffer, from + Long.BYTES, after));
        return same ? after : -1;
    }
}
