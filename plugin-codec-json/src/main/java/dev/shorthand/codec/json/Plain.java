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
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private Plain() {}

    /** Returns where the first byte stands that ends plain text, or {@code limit}. */
    static int end(byte[] buffer, int start, int limit) {
        int i = start;
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            long quote = x ^ QUOTES;
            long backslash = x ^ BACKSLASHES;
            // The high bit of each byte that ends it; right for the lowest of them, and bytes over 127 are no ends.
            long ends = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((x - SPACES) & ~x)) & HIGHS;
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (i < limit && buffer[i] != '"' && buffer[i] != '\\' && (buffer[i] & 0xff) >= ' ') {
            i++;
        }
        return i;
    }
}
