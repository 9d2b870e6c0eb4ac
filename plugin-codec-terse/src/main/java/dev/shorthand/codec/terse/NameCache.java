package dev.shorthand.codec.terse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of methods and parameters that a peer sends again and again, each made once. Of fixed size: a name takes the place of another, so
 * a peer that never repeats itself fills no memory. Confined to the decoder's thread.
 */
final class NameCache {
    private static final int SLOTS = 64;
    private static final int LONGEST = 64;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable String[] names = new String[SLOTS];

    /** Returns what stands in UTF-8 from {@code start} to {@code end}. */
    String get(byte[] bytes, int start, int end) {
        if (end - start > LONGEST) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        int slot = slot(bytes, start, end);
        byte[] key = keys[slot];
        String known = names[slot];
        if (key != null && known != null && Arrays.equals(key, 0, key.length, bytes, start, end)) {
            return known;
        }
        String name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        keys[slot] = Arrays.copyOfRange(bytes, start, end);
        names[slot] = name;
        return name;
    }

    private static int slot(byte[] bytes, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
}
