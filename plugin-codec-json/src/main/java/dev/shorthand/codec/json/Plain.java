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

    private static final int WORDS = 4;
    private static final int LEAST_CHUNK = 128;
    private static final int MOST_CHUNK = 1024;
    private static final int TAIL = 32;

    // Both halves of a chunk are whole words, and mostly whole vectors.
    private static final int HALVES = 32;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long ONE_HIGH = 0x80;
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

    /** Returns whether nothing ends the text before {@code limit}. */
    static boolean isWhole(byte[] buffer, int start, int limit) {
        long found = 0;
        int i = start;
        // A word at a time and without a branch: the compiler makes vectors of it.
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long x = (long) LONGS.get(buffer, i);
            found |= ends(x) & ~x;
        }
        for (; i < limit; i++) {
            long x = buffer[i];
            found |= ends(x) & ~x & ONE_HIGH;
        }
        return (found & HIGHS) == 0;
    }

    /** Returns where the first byte stands that is over 127, or ends plain text, or {@code limit}. */
    static int asciiEnd(byte[] buffer, int start, int limit) {
        int i = start;
        // Most texts are short.
        if (limit - start >= WORDS * Long.BYTES + LEAST_CHUNK + TAIL
                && isAsciiWord(buffer, start)
                && isAsciiWords(buffer, start)) {
            i = afterChunks(buffer, start + WORDS * Long.BYTES, limit);
        }
        for (int last = limit - Long.BYTES; i <= last; i += Long.BYTES) {
            long ends = ends((long) LONGS.get(buffer, i)) & HIGHS;
            if (ends != 0) {
                return i + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (i < limit && buffer[i] >= ' ' && buffer[i] != '"' && buffer[i] != '\\') {
            i++;
        }
        return i;
    }

    private static boolean isAsciiWord(byte[] buffer, int at) {
        return (ends((long) LONGS.get(buffer, at)) & HIGHS) == 0;
    }

    // Without a branch for each.
    private static boolean isAsciiWords(byte[] buffer, int start) {
        long found = ends((long) LONGS.get(buffer, start + 8))
                | ends((long) LONGS.get(buffer, start + 16))
                | ends((long) LONGS.get(buffer, start + 24));
        return (found & HIGHS) == 0;
    }

    /**
     * Passes over chunks in which nothing ends the text, and returns where the next one begins.
     *
     * <p>They are as large as they can be, as a small one takes half as long as a large one. The last leaves out what mostly follows a text that is all of a
     * message but its end. Each begins up to {@code HALVES} bytes early, in what has been looked at, so that the last ends where it should.
     */
    private static int afterChunks(byte[] buffer, int start, int limit) {
        int i = start;
        int end = limit - TAIL;
        while (end - i >= LEAST_CHUNK) {
            int next = Math.min(i + MOST_CHUNK, end);
            int size = (next - i + HALVES - 1) & -HALVES;
            if (!isAscii(buffer, next - size, size)) {
                return i;
            }
            i = next;
        }
        return i;
    }

    // As isWhole() does it, for both halves in turns: older compilers bring a vector back into one number each time.
    private static boolean isAscii(byte[] buffer, int start, int size) {
        long found = 0;
        int half = size / 2;
        for (int i = start; i < start + half; i += Long.BYTES) {
            found |= ends((long) LONGS.get(buffer, i)) | ends((long) LONGS.get(buffer, i + half));
        }
        return (found & HIGHS) == 0;
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

    // The high bit of each byte that ends it or is over 127, right for the lowest of them; those above may have lost a
    // borrow. A byte over 127 has it in one of the two at least, as the second clears that of 0xdc alone.
    private static long ends(long x) {
        return ((x ^ QUOTE_AND_SPACE) - OVER_SPACES) | ((x ^ BACKSLASHES) - ONES);
    }
}
