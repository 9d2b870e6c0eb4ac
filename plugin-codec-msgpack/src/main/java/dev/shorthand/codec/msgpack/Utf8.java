package dev.shorthand.codec.msgpack;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text in UTF-8 (RFC 3629), the one form in which MessagePack has it. */
final class Utf8 {
    /** What the JDK puts in the place of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\ufffd';

    private Utf8() {}

    /** Returns the text of bytes, or null if they are not UTF-8. */
    static @Nullable String decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // Costs nothing where all is Latin-1, as the JDK knows that such a text cannot hold it.
        boolean suspect = text.indexOf(REPLACEMENT) >= 0;
        return suspect && firstFault(bytes, from, from + length) < from + length ? null : text;
    }

    /** Returns where the first byte that is not part of UTF-8 stands, or {@code end} (RFC 3629, section 4). */
    static int firstFault(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            int length = bytes[i] >= 0 ? 1 : sequence(bytes, i, end);
            if (length == 0) {
                return i;
            }
            i += length;
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

    /** Returns whether all characters are ASCII. */
    static boolean isAscii(String text) {
        // Without a branch for each character, and eight at a time: the compiler makes vectors of a loop over single
        // ones,
        // and takes longer to begin and to end with them than for all of a text of some ten characters.
        int bits = 0;
        int i = 0;
        for (int last = text.length() - 8; i <= last; i += 8) {
            bits |= text.charAt(i)
                    | text.charAt(i + 1)
                    | text.charAt(i + 2)
                    | text.charAt(i + 3)
                    | text.charAt(i + 4)
                    | text.charAt(i + 5)
                    | text.charAt(i + 6)
                    | text.charAt(i + 7);
        }
        for (; i < text.length(); i++) {
            bits |= text.charAt(i);
        }
        return bits < 0x80;
    }

    /** Returns how many bytes a text takes, or -1 if half of a surrogate pair is in it. */
    static long length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                return -1;
            }
        }
        return length;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /** Puts a text that has whole pairs alone into an array with room for it. */
    static void encode(String text, byte[] target, int start) {
        int to = start;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                target[to++] = (byte) c;
            } else if (c < 0x800) {
                target[to++] = (byte) (0xc0 | (c >> 6));
                target[to++] = tail(c);
            } else if (!Character.isSurrogate(c)) {
                target[to++] = (byte) (0xe0 | (c >> 12));
                target[to++] = tail(c >> 6);
                target[to++] = tail(c);
            } else {
                int character = Character.toCodePoint(c, text.charAt(++i));
                target[to++] = (byte) (0xf0 | (character >> 18));
                target[to++] = tail(character >> 12);
                target[to++] = tail(character >> 6);
                target[to++] = tail(character);
            }
        }
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }
}
