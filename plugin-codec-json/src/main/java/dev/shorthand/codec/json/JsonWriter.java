package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueWriter;
import dev.shorthand.text.ShortestDecimal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON straight into an {@link OutputBuffer}, and allocates nothing but the digits of big numbers.
 *
 * <p>Jackson's generator has buffers of its own, from which it copies, and keeps the state of a message that failed;
 * this one knows only whether a comma is due. Jackson's parts for digits and base64 are used. Confined to the encoder's
 * thread.
 */
final class JsonWriter implements ValueWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTES = "{\"__bytes\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    // What follows the backslash for characters that have a short escape, 1 for those that have none, 0 where none is
    // needed.
    private static final byte[] ESCAPES = escapes();

    // Longest sign and digits of a long.
    private static final int LONGEST_LONG = 20;

    // Longest sign, digits, point and exponent of a double.
    private static final int LONGEST_DOUBLE = ShortestDecimal.MOST_DIGITS + 8;

    // Of doubles that are written without an exponent, as Double.toString has it: from a thousandth to under ten
    // million.
    private static final int LEAST_POINT = -2;
    private static final int MOST_POINT = 7;

    private static final Remembered NAMES = new Remembered(",\"", "\":");

    private static final int CHUNK = 128;

    // The most bytes that one char can become.
    private static final int LONGEST_ESCAPE = 6;

    // From so many chars on several passes by vectors and words are faster than one char by char.
    private static final int LONG_TEXT = 32;

    private OutputBuffer out = new OutputBuffer(1);
    private boolean comma;
    private final ShortestDecimal decimal = new ShortestDecimal();

    // Made for the first long text: many connections never send one.
    private @Nullable LongText longText;

    /** Begins a message, whatever became of the one before. */
    void begin(OutputBuffer target) {
        out = target;
        comma = false;
    }

    /** Ends a message, or what became of it. */
    void end() {
        LongText writer = longText;
        if (writer != null) {
            writer.letGo();
        }
    }

    /** Writes ready JSON of which no value follows another. */
    void raw(byte[] json) {
        out.write(json, 0, json.length);
        comma = false;
    }

    /** Writes one character of JSON's own. */
    void raw(char punctuation) {
        out.write(punctuation);
        comma = false;
    }

    @Override
    public void writeNull() {
        separate();
        out.write(NULL, 0, NULL.length);
    }

    @Override
    public void writeBoolean(boolean value) {
        separate();
        byte[] word = value ? TRUE : FALSE;
        out.write(word, 0, word.length);
    }

    @Override
    public void writeLong(long value) {
        separate();
        out.reserve(LONGEST_LONG);
        int end = NumberOutput.outputLong(value, out.array(), out.size());
        out.advance(end - out.size());
    }

    @Override
    public void writeDouble(double value) {
        if (NumberOutput.notFinite(value)) {
            throw new EncodeException("JSON has no " + value + "; send null or a text instead");
        }
        separate();
        if (value == 0) {
            out.writeAscii(1 / value < 0 ? "-0.0" : "0.0");
            return;
        }
        decimal.set(value);
        out.reserve(LONGEST_DOUBLE);
        byte[] target = out.array();
        int at = out.size();
        if (value < 0) {
            target[at++] = '-';
        }
        int point = decimal.point();
        at = point >= LEAST_POINT && point <= MOST_POINT
                ? decimal.writePlain(target, at)
                : writeScientific(point - 1, target, at);
        out.advance(at - out.size());
    }

    private int writeScientific(int exponent, byte[] target, int at) {
        int to = decimal.writeDigits(target, at, 1);
        if (decimal.length() == 1) {
            target[to++] = '.';
            target[to++] = '0';
        }
        target[to++] = 'E';
        return NumberOutput.outputInt(exponent, target, to);
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        separate();
        out.writeAscii(value.toString());
    }

    @Override
    public void writeBigDecimal(BigDecimal value) {
        separate();
        out.writeAscii(value.toString());
    }

    @Override
    public void writeString(String value) {
        separate();
        quoted(value);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        separate();
        out.write(BYTES, 0, BYTES.length);
        out.reserve((int) Math.min(Integer.MAX_VALUE, (length + 2L) / 3 * 4 + 2));
        byte[] target = out.array();
        int to = out.size();
        int from = offset;
        for (int end = offset + length - 2; from < end; from += 3) {
            int three = ((bytes[from] & 0xff) << 16) | ((bytes[from + 1] & 0xff) << 8) | (bytes[from + 2] & 0xff);
            to = Base64Variants.MIME_NO_LINEFEEDS.encodeBase64Chunk(three, target, to);
        }
        int left = offset + length - from;
        if (left > 0) {
            int rest = ((bytes[from] & 0xff) << 16) | (left == 2 ? (bytes[from + 1] & 0xff) << 8 : 0);
            to = Base64Variants.MIME_NO_LINEFEEDS.encodeBase64Partial(rest, left, target, to);
        }
        target[to++] = '"';
        target[to++] = '}';
        out.advance(to - out.size());
    }

    @Override
    public void beginList(int size) {
        separate();
        out.write('[');
        comma = false;
    }

    @Override
    public void endList() {
        out.write(']');
        comma = true;
    }

    @Override
    public void beginMap(int size) {
        separate();
        out.write('{');
        comma = false;
    }

    @Override
    public void writeName(String name) {
        byte[] json = NAMES.json(name);
        if (json != null) {
            // It begins with the comma.
            int from = comma ? 0 : 1;
            out.write(json, from, json.length - from);
            comma = false;
            return;
        }
        if (name.equals(JsonReader.BYTES)) {
            throw new EncodeException("a map has the key \"" + JsonReader.BYTES
                    + "\", which stands for bytes in JSON; send a byte[], or rename the key");
        }
        separate();
        quoted(name);
        out.write(':');
        comma = false;
    }

    @Override
    public void endMap() {
        out.write('}');
        comma = true;
    }

    private void separate() {
        if (comma) {
            out.write(',');
        }
        comma = true;
    }

    /** Writes a text between quotes, where no comma is due. */
    void quoted(String text) {
        int length = text.length();
        if (length >= LONG_TEXT) {
            out.write('"');
            writeLong(text);
            out.write('"');
            return;
        }
        // Most are plain, and room for all of it is asked for once.
        out.reserve(length + 2);
        byte[] target = out.array();
        int start = out.size() + 1;
        target[start - 1] = '"';
        int plain = copyPlain(text, length, target, start);
        if (plain == length) {
            target[start + length] = '"';
            out.advance(length + 2);
        } else {
            out.advance(plain + 1);
            writeAny(text, plain, length);
            out.write('"');
        }
    }

    /** Returns whether a text is ASCII and needs no escape; that of a name which is refused is neither. */
    static boolean isPlain(String text) {
        int length = text.length();
        return copyPlain(text, length, new byte[length], 0) == length && !text.equals(JsonReader.BYTES);
    }

    /** Copies what needs no escape, char by char, and returns how many chars that were. */
    private static int copyPlain(String text, int length, byte[] target, int start) {
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 0x80 || ESCAPES[c] != 0) {
                break;
            }
            target[start + i++] = (byte) c;
        }
        return i;
    }

    private void writeLong(String text) {
        LongText writer = longText;
        if (writer == null) {
            writer = new LongText();
            longText = writer;
        }
        int length = text.length();
        int start = 0;
        while (start < length) {
            int end = LongText.chunkEnd(text, start);
            if (!writer.write(text, start, end, out)) {
                writeAny(text, start, end);
            }
            start = end;
        }
    }

    // Out of line, so that quoted() stays small enough to be inlined.
    private void writeAny(String text, int from, int to) {
        for (int i = from; i < to; ) {
            int end = Math.min(to, i + CHUNK);
            // The last one may be the first half of a pair.
            out.reserve((CHUNK + 1) * LONGEST_ESCAPE);
            byte[] target = out.array();
            int at = out.size();
            while (i < end) {
                char c = text.charAt(i++);
                if (c < 0x80) {
                    at = writeAscii(c, target, at);
                } else if (c < 0x800) {
                    target[at++] = (byte) (0xc0 | (c >> 6));
                    target[at++] = (byte) (0x80 | (c & 0x3f));
                } else if (!Character.isSurrogate(c)) {
                    target[at++] = (byte) (0xe0 | (c >> 12));
                    target[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                    target[at++] = (byte) (0x80 | (c & 0x3f));
                } else if (Character.isHighSurrogate(c) && i < to && Character.isLowSurrogate(text.charAt(i))) {
                    at = writePair(Character.toCodePoint(c, text.charAt(i++)), target, at);
                } else {
                    // Half of a pair is no character, and UTF-8 has no bytes for it; JSON's escape carries it all the
                    // same.
                    at = writeUnicodeEscape(c, target, at);
                }
            }
            out.advance(at - out.size());
        }
    }

    /** Writes one byte below 128 that may need an escape. */
    static void escape(byte b, OutputBuffer out) {
        out.reserve(LONGEST_ESCAPE);
        out.advance(writeAscii((char) b, out.array(), out.size()) - out.size());
    }

    private static int writeAscii(char c, byte[] target, int at) {
        byte escape = ESCAPES[c];
        if (escape == 1) {
            return writeUnicodeEscape(c, target, at);
        }
        int to = at;
        if (escape != 0) {
            target[to++] = '\\';
        }
        target[to++] = escape == 0 ? (byte) c : escape;
        return to;
    }

    private static int writePair(int character, byte[] target, int at) {
        target[at] = (byte) (0xf0 | (character >> 18));
        target[at + 1] = (byte) (0x80 | ((character >> 12) & 0x3f));
        target[at + 2] = (byte) (0x80 | ((character >> 6) & 0x3f));
        target[at + 3] = (byte) (0x80 | (character & 0x3f));
        return at + 4;
    }

    private static int writeUnicodeEscape(char c, byte[] target, int at) {
        target[at] = '\\';
        target[at + 1] = 'u';
        for (int i = 0; i < 4; i++) {
            target[at + 2 + i] = HEX[(c >> (12 - 4 * i)) & 0xf];
        }
        return at + 6;
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        for (int c = 0; c < ' '; c++) {
            escapes[c] = 1;
        }
        String letters = "b\bt\tn\nf\fr\r\"\"\\\\";
        for (int i = 0; i < letters.length(); i += 2) {
            escapes[letters.charAt(i + 1)] = (byte) letters.charAt(i);
        }
        return escapes;
    }
}
