package dev.shorthand.codec.terse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8 (RFC 3629, section 4): the JDK would put a replacement for what is not. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** Returns where the first byte that is not part of UTF-8 stands, or {@code end}. */
    static int firstFault(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            if (i + Long.BYTES <= end && ((long) LONGS.get(bytes, i) & HIGHS) == 0) {
                i += Long.BYTES;
                continue;
            }
            int length = length(bytes, i, end);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return end;
    }

    /** Returns how many bytes the character that begins at {@code at} has, or 0 if there is none. */
    static int length(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 0 || length > end - at) {
            return 0;
        }
        int character = first & (0x7f >> length);
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            character = (character << 6) | (bytes[at + i] & 0x3f);
        }
        // Neither overlong, nor half of a surrogate pair, nor past the last character.
        boolean good = length == 2
                || (length == 3 && character >= 0x800 && (character < 0xd800 || character > 0xdfff))
                || (length == 4 && character >= 0x10000 && character <= 0x10ffff);
        return good ? length : 0;
    }
}
