package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.Expression;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads the delimiter that an expression names, such as {@code \r\n} or {@code \x1e}. */
final class Delimiter {
    private static final String ESCAPES = "\\n, \\r, \\t, \\0, \\\\, \\x1e or \\u001e";

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
                int character = text.codePointAt(at);
                write(Character.toString(character));
                at += Character.charCount(character);
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
            case 'u' -> write(String.valueOf((char) hex(4)));
            default ->
                throw expression.error(
                        at,
                        "there is no escape \"" + text.substring(at, Math.min(at + 2, text.length())) + "\"",
                        "write " + ESCAPES);
        }
        at += kind == 'x' ? 4 : kind == 'u' ? 6 : 2;
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

    private void write(String characters) {
        bytes.writeBytes(characters.getBytes(StandardCharsets.UTF_8));
    }
}
