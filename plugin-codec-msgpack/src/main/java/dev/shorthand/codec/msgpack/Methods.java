package dev.shorthand.codec.msgpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a peer calls again and again, by the bytes of their names.
 *
 * <p>A table of fixed size where a method drives out the one before it, as in {@link TextCache}. Confined to the decoder's thread.
 */
final class Methods {
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;

    // The first eight bytes of each, or as many as it has; the rest is in the keys.
    private final long[] words = new long[SLOTS];
    private final byte[][] keys = new byte[SLOTS][0];
    private final @Nullable String[] texts = new String[SLOTS];

    /** Returns the method that stands there, or null if it is not kept; eight bytes at least must be there, whatever they are. */
    @Nullable
    String get(byte[] buffer, int from, int length) {
        long word = word(buffer, from, length);
        int slot = slot(word);
        byte[] key = keys[slot];
        if (words[slot] != word || key.length != length) {
            return null;
        }
        return length <= Long.BYTES || Arrays.equals(key, Long.BYTES, length, buffer, from + Long.BYTES, from + length)
                ? texts[slot]
                : null;
    }

    /** Keeps a method, if its name is of the short form that most have, and does not end the buffer. */
    void keep(String method, byte[] buffer, int from, int length) {
        boolean unfit = length == 0 || length > Format.MOST_FIXSTR || from + Long.BYTES > buffer.length;
        if (unfit || get(buffer, from, length) != null) {
            return;
        }
        long word = word(buffer, from, length);
        int slot = slot(word);
        words[slot] = word;
        keys[slot] = Arrays.copyOfRange(buffer, from, from + length);
        // The very string by which the method is served, mostly: whoever looks it up need not compare them. The JVM
        // lets go of those that nobody has any more.
        texts[slot] = method.intern();
    }

    private static long word(byte[] buffer, int from, int length) {
        long word = Bytes.getLong(buffer, from);
        return length < Long.BYTES ? word >>> (Long.SIZE - Byte.SIZE * length) : word;
    }

    private static int slot(long word) {
        return (int) ((word * TextCache.SPREAD) >>> (Long.SIZE - SLOT_BITS));
    }
}
