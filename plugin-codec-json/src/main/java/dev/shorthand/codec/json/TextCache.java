package dev.shorthand.codec.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a peer sends again and again, such as the names of methods, kept so that each is made once.
 *
 * <p>A table of fixed size where a text drives out the one before it: a peer that never repeats itself fills no memory.
 * Confined to the decoder's thread.
 */
final class TextCache {
    /** Longest text kept, in bytes. */
    static final int LONGEST = 64;

    private static final int SLOTS = 64;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] texts = new String[SLOTS];

    /** Returns the text that stands in UTF-8 from {@code start} to {@code end}. */
    String get(byte[] buffer, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + buffer[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        byte[] key = keys[slot];
        String text = texts[slot];
        if (key != null && text != null && Arrays.equals(key, 0, key.length, buffer, start, end)) {
            return text;
        }
        String made = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(buffer, start, end);
        texts[slot] = made;
        return made;
    }
}
