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
        int end = scan(buffer, start, limit);
        return end < 0 ? ~end : end;
    }

    /** Returns the same, as its complement (which is negative) where bytes over 127 stand before it or close behind. */
    static int scan(byte[] buffer, int start, int limit) {
        long seen = 0;
        int i = start;
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            seen |= x;
            long ends = ends(x);
            if (ends != 0) {
                int end = i + (Long.numberOfTrailingZeros(ends) >>> 3);
                return (seen & HIGHS) == 0 ? end : ~end;
            }
        }
        while (i < limit && buffer[i] != '"' && buffer[i] != '\\' && (buffer[i] & 0xff) >= ' ') {
            seen |= buffer[i];
            i++;
        }
        return (seen & HIGHS) == 0 ? i : ~i;
    }

    // The high bit of each byte that ends it; right for the lowest of them. Bytes over 127 are no ends: the last term
    // leaves them out.
    private static long ends(long x) {
        return (((x ^ QUOTES) - ONES) | ((x ^ BACKSLASHES) - ONES) | (x - SPACES)) & ~x & HIGHS;
    }
}
