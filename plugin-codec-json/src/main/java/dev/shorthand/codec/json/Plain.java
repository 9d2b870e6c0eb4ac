package dev.shorthand.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of text that stands in JSON as it is: a quote, a backslash, or a control character.
 *
 * <p>Eight bytes are looked at together, with the arithmetic of "Hacker's Delight" (Warren, section 6-1).
 */
final class Plain {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    // Turns the quote into a space, and leaves control characters among themselves: one comparison finds both.
    private static final long QUOTE_AND_SPACE = ('"' ^ ' ') * ONES;
    private static final long OVER_SPACES = (' ' + 1) * ONES;

    private Plain() {}

    /** Returns where the first byte stands that ends plain text, or {@code limit}. */
    static int end(byte[] buffer, int start, int limit) {
        int end = scan(buffer, start, limit);
        return end < 0 ? ~end : end;
    }

    /** Returns the same, as its complement (which is negative) where bytes over 127 stand before it. */
    static int scan(byte[] buffer, int start, int limit) {
        int end = asciiEnd(buffer, start, limit);
        return end < limit && buffer[end] < 0 ? ~endBeyond(buffer, end, limit) : end;
    }

    /** Returns whether a control character is there. */
    static boolean hasControls(byte[] buffer, int start, int limit) {
        long found = 0;
        int i = start;
        for (int last = limit - 2 * Long.BYTES; i <= last; i += 2 * Long.BYTES) {
            long first = (long) LONGS.get(buffer, i);
            long second = (long) LONGS.get(buffer, i + Long.BYTES);
            // Borrows from the byte above only where one is there, so a whole pass needs no branch.
            found |= ((first - SPACES) & ~first) | ((second - SPACES) & ~second);
        }
        for (; i < limit; i++) {
            long b = buffer[i];
            found |= (b - ' ') & ~b;
        }
        return (found & HIGHS) != 0;
    }

    private static int asciiEnd(byte[] buffer, int start, int limit) {
        int i = start;
        // The first word by itself, as most texts are short.
        if (i <= limit - Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            long ends = (ends(x) | x) & HIGHS;
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
            i += Long.BYTES;
        }
        // Then two for one branch: this loop is what reading a long text costs.
        for (int last = limit - 2 * Long.BYTES; i <= last; i += 2 * Long.BYTES) {
            long first = (long) LONGS.get(buffer, i);
            long second = (long) LONGS.get(buffer, i + Long.BYTES);
            if (((ends(first) | first | ends(second) | second) & HIGHS) != 0) {
                break;
            }
        }
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            long ends = (ends(x) | x) & HIGHS;
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (i < limit && buffer[i] >= ' ' && buffer[i] != '"' && buffer[i] != '\\') {
            i++;
        }
        return i;
    }

    private static int endBeyond(byte[] buffer, int start, int limit) {
        int i = start;
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            long ends = ends(x) & ~x & HIGHS;
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (i < limit && (buffer[i] < 0 || (buffer[i] >= ' ' && buffer[i] != '"' && buffer[i] != '\\'))) {
            i++;
        }
        return i;
    }

    // The high bit of each byte below 128 that ends it, right for the lowest of them; of bytes over 127 it is anything.
    private static long ends(long x) {
        return ((x ^ QUOTE_AND_SPACE) - OVER_SPACES) | ((x ^ BACKSLASHES) - ONES);
    }
}
