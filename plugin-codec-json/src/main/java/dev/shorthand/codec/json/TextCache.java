package dev.shorthand.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a peer sends again and again, such as the names of methods and keys, kept so that each is made once.
 *
 * <p>A table of fixed size where a text drives out the one before it: a peer that never repeats itself fills no memory.
 * Most are recognised by their first eight bytes, taken as one number. Confined to the decoder's thread.
 */
final class TextCache {
    /** Longest text kept, in bytes. */
    static final int LONGEST = 64;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOTS_LOG = 8;

    // Any odd number whose bits are well mixed: 2^64 divided by the golden ratio (Knuth, section 6.4).
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final long[] heads = new long[1 << SLOTS_LOG];
    private final byte[] @Nullable [] keys = new byte[1 << SLOTS_LOG][];
    private final @Nullable String[] texts = new String[1 << SLOTS_LOG];

    /** Returns the text that stands in UTF-8 from {@code start} to {@code end}, at most {@link #LONGEST} bytes. */
    String get(byte[] buffer, int start, int end) {
        int length = end - start;
        long head = head(buffer, start, length);
        long tail = length > Long.BYTES ? (long) LONGS.get(buffer, end - Long.BYTES) : 0;
        int slot = (int) ((((head * MIX) ^ (tail + length)) * MIX) >>> (Long.SIZE - SLOTS_LOG));
        byte[] key = keys[slot];
        String text = texts[slot];
        if (key != null && text != null && heads[slot] == head && key.length == length) {
            if (length <= Long.BYTES || Arrays.equals(key, Long.BYTES, length, buffer, start + Long.BYTES, end)) {
                return text;
            }
        }
        String made = new String(buffer, start, length, StandardCharsets.UTF_8);
        heads[slot] = head;
        keys[slot] = Arrays.copyOfRange(buffer, start, end);
        texts[slot] = made;
        return made;
    }

    /** Returns the first eight bytes; zeros stand for those that a shorter text does not have. */
    static long head(byte[] buffer, int start, int length) {
        if (length >= Long.BYTES) {
            return (long) LONGS.get(buffer, start);
        }
        if (start + Long.BYTES <= buffer.length) {
            return (long) LONGS.get(buffer, start) & ((1L << (Byte.SIZE * length)) - 1);
        }
        long head = 0;
        for (int i = length - 1; i >= 0; i--) {
            head = (head << Byte.SIZE) | (buffer[start + i] & 0xff);
        }
        return head;
    }
}
