package dev.shorthand.codec.msgpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a peer sends again and again, names of methods and of values, kept so that each is made once.
 *
 * <p>A table of fixed size where a text drives out the one before it: a peer that never repeats itself fills no memory. One of up to eight bytes is
 * compared as one number. Confined to the decoder's thread.
 */
final class TextCache {
    private static final int LONGEST = 64;
    private static final int SLOT_BITS = 7;
    private static final int SLOTS = 1 << SLOT_BITS;

    // 2^64 divided by the golden ratio, as Knuth has it (The Art of Computer Programming, volume 3, section 6.4).
    static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final long[] words = new long[SLOTS];
    private final byte[] wordLengths = new byte[SLOTS];
    private final @Nullable String[] shortTexts = new String[SLOTS];
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] texts = new String[SLOTS];

    /** Returns the text of bytes, or null if they are not UTF-8. */
    @Nullable
    String get(byte[] buffer, int from, int length) {
        if (length <= Long.BYTES) {
            // The bytes behind it belong to what follows; close to the buffer's end there are too few of them.
            return length > 0 && from + Long.BYTES <= buffer.length
                    ? getShort(buffer, from, length)
                    : Utf8.decode(buffer, from, length);
        }
        return length <= LONGEST ? getLong(buffer, from, length) : Utf8.decode(buffer, from, length);
    }

    private @Nullable String getShort(byte[] buffer, int from, int length) {
        long word = Bytes.getLong(buffer, from) >>> (Long.SIZE - Byte.SIZE * length);
        int slot = slot(word);
        if (words[slot] == word && wordLengths[slot] == length) {
            return shortTexts[slot];
        }
        String made = Utf8.decode(buffer, from, length);
        if (made != null) {
            words[slot] = word;
            wordLengths[slot] = (byte) length;
            shortTexts[slot] = made;
        }
        return made;
    }

    /** Hashes the first bytes and the last ones: names that differ in between alone drive one another out. */
    private @Nullable String getLong(byte[] buffer, int from, int length) {
        long last = Bytes.getLong(buffer, from + length - Long.BYTES);
        int slot = slot(Bytes.getLong(buffer, from) ^ 31 * last ^ length);
        byte[] key = keys[slot];
        if (key != null && Arrays.equals(key, 0, key.length, buffer, from, from + length)) {
            return texts[slot];
        }
        String made = Utf8.decode(buffer, from, length);
        if (made != null) {
            keys[slot] = Arrays.copyOfRange(buffer, from, from + length);
            texts[slot] = made;
        }
        return made;
    }

    private static int slot(long word) {
        return (int) ((word * SPREAD) >>> (Long.SIZE - SLOT_BITS));
    }
}
