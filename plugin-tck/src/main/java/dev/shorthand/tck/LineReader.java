package dev.shorthand.tck;

import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/** Reads values for {@link LineCodec}, word by word. Confined like every {@link ValueReader}. */
final class LineReader implements ValueReader {
    /** Stands where a message has no id, or no params. */
    static final String ABSENT = "-";

    private final String line;
    private final Limits limits;

    // The lists and maps around the present token, innermost first; true for a map.
    private final Deque<Boolean> around = new ArrayDeque<>();

    private int next;
    private String word = "";
    private Token token = Token.NULL;
    private Object value = "";

    LineReader(String line, Limits limits) {
        this.line = line;
        this.limits = limits;
    }

    /** Moves to the next word, which is not a value. */
    String nextWord() {
        int end = line.indexOf(' ', next);
        if (end < 0 || end == next) {
            throw malformed(next == line.length() ? "the line ends early" : "a blank is missing or too many");
        }
        word = line.substring(next, end);
        next = end + 1;
        return word;
    }

    /** Moves to the next word, and returns whether it says that nothing is there; else it is the first of a value. */
    boolean nextIsAbsent() {
        if (nextWord().equals(ABSENT)) {
            return true;
        }
        read();
        return false;
    }

    boolean atEnd() {
        return next == line.length();
    }

    MalformedException malformed(String problem) {
        return new MalformedException(
                Malformed.unparsable(problem + " at character " + next + " of \"" + Quoted.shorten(line) + '"'));
    }

    /** The same for a limit, of which the sender is told as well. */
    MalformedException overLimit(String problem) {
        String logged = malformed(problem).malformed().problem();
        return new MalformedException(new Malformed(Id.NULL, ErrorCodes.PARSE_ERROR, problem, logged, true));
    }

    @Override
    public Token token() {
        return token;
    }

    @Override
    public Token next() {
        nextWord();
        return read();
    }

    private Token read() {
        boolean inMap = Boolean.TRUE.equals(around.peek());
        boolean nameDue = inMap && token != Token.NAME;
        Token read;
        try {
            read = parse();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw malformed('"' + Quoted.shorten(word) + "\" is no value");
        }
        boolean fits = read == Token.END_LIST
                ? !inMap && !around.isEmpty()
                : nameDue == (read == Token.NAME || read == Token.END_MAP);
        if (!fits) {
            throw malformed('"' + Quoted.shorten(word) + "\" does not belong there");
        }
        nest(read);
        token = read;
        return read;
    }

    private void nest(Token read) {
        if (read == Token.END_LIST || read == Token.END_MAP) {
            around.pop();
        } else if (read == Token.LIST || read == Token.MAP) {
            around.push(read == Token.MAP);
            if (around.size() > limits.maxDepth()) {
                throw overLimit(
                        "nested over the limit of " + limits.maxDepth() + "; nest less deep, or raise maxDepth");
            }
        }
    }

    private Token parse() {
        return switch (word) {
            case "null" -> Token.NULL;
            case "true" -> Token.TRUE;
            case "false" -> Token.FALSE;
            case "[" -> Token.LIST;
            case "]" -> Token.END_LIST;
            case "{" -> Token.MAP;
            case "}" -> Token.END_MAP;
            default -> parseText();
        };
    }

    private Token parseText() {
        String rest = word.substring(1);
        switch (word.charAt(0)) {
            case '"' -> {
                value = URLDecoder.decode(rest, StandardCharsets.UTF_8);
                return Token.STRING;
            }
            case ':' -> {
                value = URLDecoder.decode(rest, StandardCharsets.UTF_8);
                return Token.NAME;
            }
            case '\'' -> {
                value = Base64.getDecoder().decode(rest);
                return Token.BYTES;
            }
            default -> {
                return parseNumber();
            }
        }
    }

    private Token parseNumber() {
        String digits = word.substring(word.indexOf(':') + 1);
        if (digits.length() > limits.maxNumber()) {
            throw overLimit("a number of " + digits.length() + " digits is over the limit of " + limits.maxNumber()
                    + "; send a shorter one, or raise maxNumber");
        }
        if (word.startsWith("double:")) {
            value = Double.valueOf(digits);
            return Token.DOUBLE;
        }
        if (word.startsWith("big:")) {
            BigInteger big = new BigInteger(digits);
            value = big.bitLength() < Long.SIZE ? (Object) big.longValue() : big;
            return value instanceof Long ? Token.LONG : Token.BIG_INTEGER;
        }
        if (word.startsWith("decimal:")) {
            value = new BigDecimal(digits);
            return Token.DECIMAL;
        }
        value = Long.valueOf(word);
        return Token.LONG;
    }

    @Override
    public long longValue() {
        return (Long) value;
    }

    @Override
    public double doubleValue() {
        return (Double) value;
    }

    @Override
    public BigInteger bigInteger() {
        return (BigInteger) value;
    }

    @Override
    public BigDecimal bigDecimal() {
        return token == Token.DOUBLE ? BigDecimal.valueOf((Double) value) : (BigDecimal) value;
    }

    @Override
    public String string() {
        return (String) value;
    }

    @Override
    public byte[] bytes() {
        return ((byte[]) value).clone();
    }
}
