package dev.shorthand.codec.msgpack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a peer sends again and again, names of methods and of values, kept so that each is made once.
 *
 * <p>A table of fixed size where a text drives out the one before it: a peer that never repeats itself fills no memory.
 * Confined to the decoder's thread.
 */
final class TextCache {
    private static final int LONGEST = 64;
    private static final int SLOTS = 128;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] texts = new String[SLOTS];

    /** Returns the text of bytes, or null if they are not UTF-8. */
    @Nullable
    String get(byte[] buffer, int from, int length) {
        if (length > LONGEST) {
            return Utf8.decode(buffer, from, length);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + buffer[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
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
}
