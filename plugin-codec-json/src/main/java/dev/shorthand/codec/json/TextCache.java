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
class TextCache {
    /** Longest text kept, in bytes. */
    static final int LONGEST = 64;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SLOTS_LOG = 8;

    /** How many texts are kept. */
    static final int SLOTS = 1 << SLOTS_LOG;

    // What ends a name in JSON, as a number.
    private static final long QUOTE_AND_COLON = ':' << Byte.SIZE | '"';

    /** Any odd number whose bits are well mixed: 2^64 divided by the golden ratio (Knuth, section 6.4). */
    static final long MIX = 0x9e3779b97f4a7c15L;

    // The first eight bytes of each text, and, behind a shorter one, of what ends a name.
    private final long[] heads = new long[SLOTS];
    private final byte[] lengths = new byte[SLOTS];
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    TextCache() {
        // The empty text at first.
        Arrays.fill(heads, QUOTE_AND_COLON);
        Arrays.fill(texts, "");
    }

    /** Returns where the text is kept that stands in UTF-8 from {@code start} to {@code end}, at most {@link #LONGEST} bytes. */
    int slot(byte[] buffer, int start, int end) {
        int length = end - start;
        long head = head(buffer, start, length);
        long tail = length > Long.BYTES ? (long) LONGS.get(buffer, end - Long.BYTES) : 0;
        int slot = (int) ((((head * MIX) ^ (tail + length)) * MIX) >>> (Long.SIZE - SLOTS_LOG));
        long ended = ended(head, length);
        byte[] key = keys[slot];
        if (key == null || heads[slot] != ended || lengths[slot] != length || !isRest(key, length, buffer, start)) {
            keep(slot, ended, buffer, start, length);
        }
        return slot;
    }

    // The first bytes are known to be the same.
    private static boolean isRest(byte[] key, int length, byte[] buffer, int start) {
        return length <= Long.BYTES
                || Arrays.equals(key, Long.BYTES, length, buffer, start + Long.BYTES, start + length);
    }

    private void keep(int slot, long ended, byte[] buffer, int start, int length) {
        byte[] key = Arrays.copyOfRange(buffer, start, start + length + 2);
        key[length] = '"';
        key[length + 1] = ':';
        heads[slot] = ended;
        lengths[slot] = (byte) length;
        keys[slot] = key;
        texts[slot] = new String(buffer, start, length, StandardCharsets.UTF_8);
    }

    /** Returns the text that is kept there. */
    String text(int slot) {
        return texts[slot];
    }

    /** Returns the first eight bytes of the text that is kept there, see {@link #ended}. */
    long head(int slot) {
        return heads[slot];
    }

    /** Returns the first bytes of a text with, behind a shorter one, what ends a name. */
    static long ended(long head, int length) {
        return length >= Long.BYTES ? head : head | QUOTE_AND_COLON << (Byte.SIZE * length);
    }

    /** Returns the place behind the name that is kept there and its colon, if that is what stands in the buffer; else -1. */
    int endOfName(int slot, byte[] buffer, int from, int limit) {
        int length = lengths[slot] + 2;
        if (from + length > limit || from + Long.BYTES > buffer.length) {
            return -1;
        }
        long other = (long) LONGS.get(buffer, from) ^ heads[slot];
        boolean same = length <= Long.BYTES
                ? other << (Long.SIZE - Byte.SIZE * length) == 0
                : other == 0 && isRest(keys[slot], length, buffer, from);
        return same ? from + length : -1;
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
