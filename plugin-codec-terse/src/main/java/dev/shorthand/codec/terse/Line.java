package dev.shorthand.codec.terse;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MalformedException;
import java.nio.charset.StandardCharsets;

/**
 * The line that is being read, and how far. Confined to the decoder's thread.
 *
 * <p>What is wrong is said to whoever sent the line, who may have typed it: with the column, counted in characters from 1, and what was expected.
 */
final class Line {
    private static final byte[] NOTHING = {};
    private static final int MOST_KEPT = 64 << 10;
    private static final int MOST_SHOWN = 40;

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private int at;

    /** Begins with a line; a newline at its end, as it comes with a payload that was not cut out of a stream, is left out. */
    void begin(byte[] line, int offset, int length) {
        // Each store of a reference into an object as old as this one costs a collector's barrier.
        if (bytes != line) {
            bytes = line;
        }
        start = offset;
        end = offset + length;
        at = offset;
        if (length > 0 && line[end - 1] == '\n') {
            end--;
        }
    }

    /** Goes back to its beginning. */
    void rewind() {
        at = start;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Returns the present byte, or -1 at the end; those over 127 are negative as well, and mean nothing to anyone. */
    int peek() {
        return at < end ? bytes[at] : -1;
    }

    /** Goes on to where something else stands. */
    void moveTo(int position) {
        at = position;
    }

    /** Passes over one byte. */
    void skip() {
        at++;
    }

    /** Passes over spaces, and what telnet sends before a newline. */
    void skipSpaces() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\r')) {
            at++;
        }
    }

    /** Passes over the bytes of a name, if there are any. */
    void skipName() {
        while (at < end && Names.isPart(bytes[at])) {
            at++;
        }
    }

    /** Passes over digits, and returns how many. */
    int skipDigits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }

    /** Returns the number that digits make, so many that it fits. */
    long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /** Returns whether a word of ASCII is what stands between {@code from} and the present place. */
    boolean is(String word, int from) {
        if (at - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns ASCII text, such as that of a number. */
    String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Makes what ends the reading at the present place. */
    MalformedException expected(String what, String mend) {
        return fault(
                at,
                "expected " + what + ", found " + found() + "; "
                        + (peek() == ',' ? "separate by spaces, not by commas" : mend));
    }

    /** Makes what ends the reading, because of something that stands elsewhere. */
    MalformedException fault(int position, String problem) {
        String words = "column " + column(position) + ": " + problem;
        String logged = words + "; in " + Quoted.payload(bytes, start, end - start);
        // Whoever typed the line sees it already; the log has it, too.
        return new MalformedException(new Malformed(Id.NULL, ErrorCodes.PARSE_ERROR, words, logged, true));
    }

    private int column(int position) {
        int column = 1;
        for (int i = start; i < position; i++) {
            // All bytes but those that continue a character.
            if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return column;
    }

    private String found() {
        if (isAtEnd()) {
            return "the end of the line";
        }
        int b = bytes[at];
        if (b == '\t') {
            return "a tab";
        }
        if (b >= 0 && (b < ' ' || b == 0x7f)) {
            return String.format("the byte 0x%02x", b);
        }
        int to = at + 1;
        while (to < end && Names.isPart(bytes[at]) && Names.isPart(bytes[to])) {
            to++;
        }
        return shown(at, to);
    }

    /** Returns a part of the line between quotes, shortened. */
    String shown(int from, int to) {
        int last = Math.min(to, from + MOST_SHOWN);
        while (last < to && (bytes[last] & 0xc0) == 0x80) {
            last++;
        }
        String text = new String(bytes, from, last - from, StandardCharsets.UTF_8);
        return "'" + Quoted.shorten(text) + (last < to ? "...'" : "'");
    }

    /** Lets go of the bytes, of a small buffer only when the next is another one, mostly being the connection's own. */
    void finish() {
        if (bytes.length > MOST_KEPT) {
            bytes = NOTHING;
        }
        start = 0;
        end = 0;
        at = 0;
    }
}
