package dev.shorthand.codec.terse;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads the pairs or the value of a line for whoever declares their types. Confined to the decoder's thread.
 *
 * <p>Nothing is made of a token before it is asked for. Nesting is kept in an array, not on the stack, so brackets cost four bytes each and never more
 * than the limit.
 */
final class TerseReader implements ValueReader {
    private static final String VALUE = "a value";
    private static final String VALUES = "write a number, \"text\", 'base64', [list], {map}, true, false or null";
    private static final String PAIRS = "write name:value";

    // Where the pairs of a call or an error begin, which stand in no brackets.
    private static final int UNBRACKETED = -1;

    // So many digits always fit a long.
    private static final int LONG_DIGITS = 18;

    private final Line line;
    private final Limits limits;
    private final int maxString;
    private final NameCache names;

    // Where the lists and maps open, from the outermost inwards.
    private int[] opened = new int[16];
    private int depth;

    private Token token = Token.NULL;

    // The present token without quotes; of a string, whether there are backslashes in it.
    private int from;
    private int to;
    private boolean escaped;

    private String name = "";
    private long number;
    private BigInteger big = BigInteger.ZERO;

    TerseReader(Line line, Limits limits, int maxString, NameCache names) {
        this.line = line;
        this.limits = limits;
        this.maxString = maxString;
        this.names = names;
    }

    /** Begins with pairs, up to the end of the line. */
    void beginPairs() {
        depth = 0;
        open(UNBRACKETED);
        token = Token.MAP;
    }

    /** Begins with one value. */
    void beginValue() {
        depth = 0;
        token = value();
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public Token next() {
        if (depth == 0) {
            throw new IllegalStateException("read past the end of the value");
        }
        token = token == Token.NAME ? value() : inside();
        return token;
    }

    /** Reads what follows in a list or map. */
    private Token inside() {
        line.skipSpaces();
        int open = opened[depth - 1];
        if (open == UNBRACKETED) {
            return line.isAtEnd() ? close(Token.END_MAP) : name("a parameter's name", PAIRS);
        }
        boolean list = line.bytes()[open] == '[';
        int c = line.peek();
        if (c == (list ? ']' : '}')) {
            line.skip();
            return close(list ? Token.END_LIST : Token.END_MAP);
        }
        if (line.isAtEnd()) {
            throw line.fault(
                    open,
                    list
                            ? "a list begins and does not end; close it with ]"
                            : "a map begins and does not end; close it with }");
        }
        return list ? value() : name("a name or '}'", PAIRS);
    }

    private void open(int position) {
        if (depth >= limits.maxDepth()) {
            throw line.fault(
                    position,
                    "nesting " + (depth + 1) + " deep or more is over the limit of " + limits.maxDepth()
                            + "; nest less, or raise maxDepth");
        }
        if (depth == opened.length) {
            opened = Arrays.copyOf(opened, depth * 2);
        }
        opened[depth++] = position;
    }

    private Token close(Token end) {
        depth--;
        return end;
    }

    private Token name(String expected, String mend) {
        int start = line.at();
        line.skipName();
        int end = line.at();
        if (end == start) {
            throw line.expected(expected, mend);
        }
        line.skipSpaces();
        if (line.peek() != ':') {
            throw withoutColon(start, end, expected, mend);
        }
        line.skip();
        name = names.get(line.bytes(), start, end);
        return Token.NAME;
    }

    private MalformedException withoutColon(int start, int end, String expected, String mend) {
        if (line.bytes()[start] == ',') {
            line.moveTo(start);
            return line.expected(expected, mend);
        }
        return line.expected("':' after the name " + line.shown(start, end), mend);
    }

    private Token value() {
        line.skipSpaces();
        int c = line.peek();
        switch (c) {
            case '"' -> {
                return beginString();
            }
            case '\'' -> {
                return beginBytes();
            }
            case '[', '{' -> {
                open(line.at());
                line.skip();
                return c == '[' ? Token.LIST : Token.MAP;
            }
            case '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                return number();
            }
            default -> {
                return word();
            }
        }
    }

    private Token word() {
        int start = line.at();
        line.skipName();
        if (line.is("true", start)) {
            return Token.TRUE;
        }
        if (line.is("false", start)) {
            return Token.FALSE;
        }
        if (line.is("null", start)) {
            return Token.NULL;
        }
        line.moveTo(start);
        throw line.expected(VALUE, VALUES);
    }

    private Token beginString() {
        byte[] bytes = line.bytes();
        int end = line.end();
        int open = line.at();
        int i = open + 1;
        escaped = false;
        while (i < end && bytes[i] != '"' && bytes[i] != '\n') {
            if (bytes[i] == '\\') {
                escaped = true;
                i++;
            }
            i++;
        }
        return quoted(open, Math.min(i, end), Token.STRING);
    }

    private Token beginBytes() {
        byte[] bytes = line.bytes();
        int open = line.at();
        int i = open + 1;
        while (i < line.end() && bytes[i] != '\'' && bytes[i] != '\n') {
            i++;
        }
        return quoted(open, i, Token.BYTES);
    }

    /** Takes what stands between two quotes of a kind. */
    private Token quoted(int open, int close, Token kind) {
        byte[] bytes = line.bytes();
        if (close == line.end() || bytes[close] != bytes[open]) {
            throw line.fault(
                    open,
                    kind == Token.STRING
                            ? "a string begins and does not end; close it with \", and write \\\" for a quote in it"
                            : "bytes begin and do not end; close them with '");
        }
        from = open + 1;
        to = close;
        if (to - from > maxString) {
            throw line.fault(
                    open,
                    "a string of " + (to - from) + " bytes is over the limit of " + maxString
                            + "; send less, or raise maxString");
        }
        line.moveTo(close + 1);
        return kind;
    }

    private Token number() {
        from = line.at();
        if (line.peek() == '-') {
            line.skip();
        }
        int first = line.at();
        int digits = line.skipDigits();
        int whole = digits;
        boolean fraction = line.peek() == '.';
        if (fraction) {
            line.skip();
            digits += line.skipDigits();
        }
        if (digits == 0) {
            throw line.expected("a digit", "write a number such as 42, -1.5 or 1e+10");
        }
        boolean exponent = line.peek() == 'e' || line.peek() == 'E';
        if (exponent) {
            digits += exponent();
        }
        int c = line.peek();
        if (c == '.' || c == '-' || c == '+') {
            throw line.expected("a space after the number", "write numbers such as 42, -1.5 or 1e+10");
        }
        if (digits > limits.maxNumber()) {
            throw line.fault(
                    from,
                    "a number of " + digits + " digits is over the limit of " + limits.maxNumber()
                            + "; send it as a string, or raise maxNumber");
        }
        to = line.at();
        return fraction || exponent ? Token.DOUBLE : whole(first, whole);
    }

    private int exponent() {
        line.skip();
        if (line.peek() == '-' || line.peek() == '+') {
            line.skip();
        }
        int digits = line.skipDigits();
        if (digits == 0) {
            throw line.expected("a digit of the exponent", "write numbers such as 42, -1.5 or 1e+10");
        }
        return digits;
    }

    private Token whole(int first, int digits) {
        if (digits <= LONG_DIGITS) {
            long value = line.number(first, to);
            number = first == from ? value : -value;
            return Token.LONG;
        }
        big = new BigInteger(line.ascii(from, to));
        if (big.bitLength() >= Long.SIZE) {
            return Token.BIG_INTEGER;
        }
        number = big.longValue();
        return Token.LONG;
    }

    @Override
    public long longValue() {
        return number;
    }

    @Override
    public double doubleValue() {
        double value = Double.parseDouble(line.ascii(from, to));
        if (Double.isInfinite(value)) {
            throw line.fault(from, "a number past all doubles; send it as a string");
        }
        return value;
    }

    @Override
    public BigInteger bigInteger() {
        return token == Token.LONG ? BigInteger.valueOf(number) : big;
    }

    @Override
    public BigDecimal bigDecimal() {
        try {
            return new BigDecimal(line.ascii(from, to));
        } catch (NumberFormatException e) {
            throw line.fault(from, "a number whose exponent is past 32 bits; send it as a string");
        }
    }

    @Override
    public String string() {
        if (token == Token.NAME) {
            return name;
        }
        return escaped ? unescaped() : new String(line.bytes(), from, to - from, StandardCharsets.UTF_8);
    }

    /** From left to right, so that the backslash of {@code \\n} belongs to the one before it and not to the letter. */
    private String unescaped() {
        byte[] bytes = line.bytes();
        byte[] text = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\' && i + 1 < to) {
                byte next = bytes[i + 1];
                if (next == '"' || next == '\\' || next == 'n') {
                    b = next == 'n' ? (byte) '\n' : next;
                    i++;
                }
            }
            text[length++] = b;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        // The JDK would read base64 without its padding, too.
        if ((to - from) % 4 == 0) {
            try {
                return Base64.getDecoder().decode(Arrays.copyOfRange(line.bytes(), from, to));
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        throw noBase64();
    }

    private MalformedException noBase64() {
        return line.fault(
                from, "what stands between ' and ' is not base64; write it in the standard alphabet, with padding");
    }
}
