package dev.shorthand.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that bytes are UTF-8 (RFC 3629, section 4), without overlong forms and halves of surrogate pairs. The JDK would put a replacement for what is not. Safe
 * for any thread.
 */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Returns where the first byte that is no part of UTF-8 stands.
     *
     * @param bytes an array that holds them
     * @param start where they begin
     * @param end   where they end
     * @return the index in the array where the first character that is none begins, or {@code end}
     */
    public static int firstFault(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            if (i + 8 <= end && ((long) LONGS.get(bytes, i) & HIGHS) == 0) {
                i += 8;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = sequence(bytes, i, end);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return end;
    }

    /** Returns the length of the character that begins with a byte over 127, or 0 if it is none. */
    private static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int second = at + 1 < end ? bytes[at + 1] & 0xff : 0;
        if (first < 0xe0) {
            return first >= 0xc2 && isTail(second) ? 2 : 0;
        }
        // The bounds of the second byte keep out overlong forms, surrogates, and what is past U+10FFFF.
        if (first < 0xf0) {
            boolean good = second >= (first == 0xe0 ? 0xa0 : 0x80) && second <= (first == 0xed ? 0x9f : 0xbf);
            return good && at + 2 < end && isTail(bytes[at + 2]) ? 3 : 0;
        }
        boolean good =
                first <= 0xf4 && second >= (first == 0xf0 ? 0x90 : 0x80) && second <= (first == 0xf4 ? 0x8f : 0xbf);
        return good && at + 3 < end && isTail(bytes[at + 2]) && isTail(bytes[at + 3]) ? 4 : 0;
    }

    private static boolean isTail(int b) {
        return (b & 0xc0) == 0x80;
    }
}
