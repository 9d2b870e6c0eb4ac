package dev.shorthand.codec.terse;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes values straight into an {@link OutputBuffer}, with one space between them. Confined to the encoder's thread.
 *
 * <p>It knows only whether a space is due and whether the pairs it writes stand in brackets, so a message that failed leaves nothing behind.
 */
final class TerseWriter implements ValueWriter {
    // Longest sign and digits of a long.
    private static final int LONGEST_LONG = 20;

    private static final int CHUNK = 256;

    // UTF-8 has at most three bytes for a char: the four of a pair are for two. An escape has two.
    private static final int MOST_PER_CHAR = 3;

    private final boolean words;
    private final Doubles doubles = new Doubles();
    private OutputBuffer out = new OutputBuffer(1);
    private boolean spaceDue;

    // Lists and maps open; the pairs of a call or an error are the first, and have no brackets.
    private int depth;
    private boolean unbracketed;

    TerseWriter(boolean words) {
        this.words = words;
    }

    /** Begins a message, whatever became of the one before. */
    void begin(OutputBuffer target) {
        out = target;
        spaceDue = false;
        depth = 0;
        unbracketed = false;
    }

    /** Has the map that comes next written without its brackets. */
    void beginPairs() {
        unbracketed = true;
        spaceDue = false;
    }

    /** Writes a part of the line that is ASCII, and after which no space is due. */
    void raw(String ascii) {
        out.writeAscii(ascii);
        spaceDue = false;
    }

    /** Writes one character of the line's own. */
    void raw(char ascii) {
        out.write(ascii);
        spaceDue = false;
    }

    @Override
    public void writeNull() {
        if (!words) {
            throw new EncodeException(
                    "terse has no null; send something else, or have it written as a word with terse?words=true");
        }
        separate();
        out.writeAscii("null");
    }

    @Override
    public void writeBoolean(boolean value) {
        separate();
        out.writeAscii(words ? String.valueOf(value) : value ? "1" : "0");
    }

    @Override
    public void writeLong(long value) {
        separate();
        out.reserve(LONGEST_LONG);
        byte[] target = out.array();
        int start = out.size();
        int end = start + length(value);
        int at = end;
        // Of negative numbers there is one more than of positive ones.
        long left = value < 0 ? value : -value;
        do {
            target[--at] = (byte) ('0' - left % 10);
            left /= 10;
        } while (left != 0);
        if (value < 0) {
            target[start] = '-';
        }
        out.advance(end - start);
    }

    private static int length(long value) {
        int length = value < 0 ? 2 : 1;
        for (long left = value / 10; left != 0; left /= 10) {
            length++;
        }
        return length;
    }

    @Override
    public void writeDouble(double value) {
        if (!Double.isFinite(value)) {
            throw new EncodeException("terse has no " + value + "; send a text instead");
        }
        separate();
        doubles.write(value, out);
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        separate();
        out.writeAscii(value.toString());
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        String text = value.toString();
        separate();
        out.writeAscii(text.replace('E', 'e'));
        if (value.scale() == 0) {
            // Without a point it would be read as an integer.
            out.writeAscii(".0");
        }
    }

    @Override
    public void writeString(String value) {
        separate();
        out.write('"');
        characters(value, true);
        out.write('"');
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        separate();
        boolean all = offset == 0 && length == bytes.length;
        byte[] sent = all ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
        out.write('\'');
        out.write(Base64.getEncoder().encode(sent));
        out.write('\'');
    }

    @Override
    public void beginList(int size) {
        separate();
        open('[');
    }

    @Override
    public void endList() {
        close(']');
    }

    @Override
    public void beginMap(int size) {
        if (unbracketed && depth == 0) {
            depth = 1;
            return;
        }
        separate();
        open('{');
    }

    @Override
    public void endMap() {
        if (unbracketed && depth == 1) {
            depth = 0;
            return;
        }
        close('}');
    }

    private void open(char bracket) {
        out.write(bracket);
        depth++;
        spaceDue = false;
    }

    private void close(char bracket) {
        out.write(bracket);
        depth--;
        spaceDue = true;
    }

    @Override
    public void writeName(String name) {
        Names.check(depth == 1 && unbracketed ? "a parameter" : "the key of a map", name);
        separate();
        name(name);
        raw(':');
    }

    private void separate() {
        if (spaceDue) {
            out.write(' ');
        }
        spaceDue = true;
    }

    /** Writes a name, which has been checked, and in which all characters stand for themselves. */
    void name(String checked) {
        characters(checked, false);
    }

    private void characters(String text, boolean escapes) {
        int length = text.length();
        for (int i = 0; i < length; ) {
            int end = Math.min(length, i + CHUNK);
            // One more: the last of them may be the first half of a pair.
            out.reserve((CHUNK + 1) * MOST_PER_CHAR);
            byte[] target = out.array();
            int to = out.size();
            while (i < end) {
                char c = text.charAt(i++);
                if (c < 0x80) {
                    if (escapes && (c == '"' || c == '\\' || c == '\n')) {
                        target[to++] = '\\';
                    }
                    target[to++] = c == '\n' ? (byte) 'n' : (byte) c;
                } else if (c < 0x800) {
                    target[to++] = (byte) (0xc0 | (c >> 6));
                    target[to++] = (byte) (0x80 | (c & 0x3f));
                } else if (!Character.isSurrogate(c)) {
                    target[to++] = (byte) (0xe0 | (c >> 12));
                    target[to++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                    target[to++] = (byte) (0x80 | (c & 0x3f));
                } else {
                    to = pair(character(text, i++ - 1), target, to);
                }
            }
            out.advance(to - out.size());
        }
    }

    private static int character(String text, int at) {
        int character = text.codePointAt(at);
        if (character < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            throw new EncodeException("half of a surrogate pair stands at " + at
                    + " of a text; UTF-8 has no bytes for it, so send whole characters");
        }
        return character;
    }

    private static int pair(int character, byte[] target, int at) {
        target[at] = (byte) (0xf0 | (character >> 18));
        target[at + 1] = (byte) (0x80 | ((character >> 12) & 0x3f));
        target[at + 2] = (byte) (0x80 | ((character >> 6) & 0x3f));
        target[at + 3] = (byte) (0x80 | (character & 0x3f));
        return at + 4;
    }
}
