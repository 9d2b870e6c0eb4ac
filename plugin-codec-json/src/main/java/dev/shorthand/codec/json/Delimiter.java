package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.Expression;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the delimiter that an expression names, such as {@code \r\n} or {@code \x1e}. */
final class Delimiter {
    private static final String ESCAPES = "\\n, \\r, \\t, \\0, \\\\, \\x1e or \\u001e";

    // How long such an escape is: a backslash, the u, and four digits.
    private static final int UNICODE = 6;

    private final Expression expression;
    private final String text;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    private Delimiter(Expression expression) {
        this.expression = expression;
        this.text = expression.positional();
    }

    /** Returns the bytes of the whole positional part, or a NUL where it is empty. */
    static byte[] parse(Expression expression) {
        return expression.positional().isEmpty() ? new byte[1] : new Delimiter(expression).read();
    }

    private byte[] read() {
        while (at < text.length()) {
            if (text.charAt(at) == '\\') {
                readEscape();
            } else {
                write(at, text.codePointAt(at));
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return bytes.toByteArray();
    }

    private void readEscape() {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        switch (kind) {
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case '0' -> bytes.write(0);
            case '\\' -> bytes.write('\\');
            case 'x' -> bytes.write(hex(2));
            case 'u' -> {
                readUnicode();
                return;
            }
            default ->
                throw expression.error(
                        at,
                        "there is no escape \"" + text.substring(at, Math.min(at + 2, text.length())) + "\"",
                        "write " + ESCAPES);
        }
        at += kind == 'x' ? 4 : 2;
    }

    /** Reads the escape of a character, or the two of one that has two halves in UTF-16 (JSON's way, RFC 8259, section 7). */
    private void readUnicode() {
        int from = at;
        int character = hex(4);
        at += UNICODE;
        if (Character.isHighSurrogate((char) character) && text.startsWith("\\u", at)) {
            int low = hex(4);
            if (Character.isLowSurrogate((char) low)) {
                character = Character.toCodePoint((char) character, (char) low);
                at += UNICODE;
            }
        }
        write(from, character);
    }

    private int hex(int digits) {
        int value = 0;
        for (int i = at + 2; i < at + 2 + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw expression.error(at, "the escape needs " + digits + " hexadecimal digits", "write " + ESCAPES);
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private void write(int from, int character) {
        if (Character.getType(character) == Character.SURROGATE) {
            throw expression.error(
                    from,
                    String.format("\\u%04x is half of a character, which UTF-8 has no bytes for", character),
                    "write both halves, for example \\ud83d\\ude00, or bytes such as \\x1e");
        }
        bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
    }
}
