package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value of a payload for whoever declares its type. Confined to the decoder's thread.
 *
 * <p>{@code {"__bytes":"…"}} is one token here, and takes a look ahead: at the beginning of every map the parser
 * already stands on what follows. If its first key is {@code __bytes} and another key follows, the map is given as it
 * is, from what was looked at.
 */
final class JsonReader implements ValueReader {
    /** The only key of a map that stands for bytes. */
    static final String BYTES = "__bytes";

    // What next() does before it moves the parser. The parser stands on the present token; on the one after that; or
    // the
    // present one is followed by the name __bytes, its text, and the one that the parser stands on; or by that text and
    // the one that the parser stands on.
    private static final int NOTHING_AHEAD = 0;
    private static final int ONE_AHEAD = 1;
    private static final int NAME_AHEAD = 2;
    private static final int TEXT_AHEAD = 3;

    private static final Token[] TOKENS = Token.values();

    private final PayloadParser parser;
    private final Faults faults;

    // A number, as the token itself, stored into an object as old as this one, would cost a collector's barrier each
    // time.
    private int token;
    private int ahead;

    // The name or text looked at and now given, if the present token is one of those.
    private @Nullable String held;
    private String bytesText = "";
    private long bytesAt;

    // How many lists and maps stay open when the present list or map ends.
    private int outside;

    JsonReader(PayloadParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    /** Begins with the value whose first token the parser stands on. */
    void begin() {
        ahead = NOTHING_AHEAD;
        held = null;
        try {
            present(convert(parser.currentToken()));
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public Token token() {
        return TOKENS[token];
    }

    @SuppressWarnings("EnumOrdinal") // only to find it again in TOKENS
    private Token present(Token found) {
        token = found.ordinal();
        return found;
    }

    @Override
    public Token next() {
        held = null;
        try {
            if (ahead == NOTHING_AHEAD) {
                return present(convert(parser.nextToken()));
            }
            if (ahead == ONE_AHEAD) {
                ahead = NOTHING_AHEAD;
                return present(convert(parser.currentToken()));
            }
            if (ahead == NAME_AHEAD) {
                ahead = TEXT_AHEAD;
                held = BYTES;
                return present(Token.NAME);
            }
            ahead = ONE_AHEAD;
            held = bytesText;
            return present(Token.STRING);
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    private Token convert(@Nullable JsonToken json) throws IOException {
        if (json == null) {
            throw new IllegalStateException("read past the end of the value");
        }
        return switch (json) {
            case START_OBJECT -> beginMap();
            case START_ARRAY -> {
                outside = parser.depth() - 1;
                yield Token.LIST;
            }
            case END_OBJECT -> Token.END_MAP;
            case END_ARRAY -> Token.END_LIST;
            case FIELD_NAME -> Token.NAME;
            case VALUE_STRING -> Token.STRING;
            case VALUE_NUMBER_INT -> parser.isLong() ? Token.LONG : Token.BIG_INTEGER;
            case VALUE_NUMBER_FLOAT -> Token.DOUBLE;
            case VALUE_TRUE -> Token.TRUE;
            case VALUE_FALSE -> Token.FALSE;
            case VALUE_NULL -> Token.NULL;
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> throw new AssertionError("JSON text has no token " + json);
        };
    }

    private Token beginMap() throws IOException {
        outside = parser.depth() - 1;
        if (parser.nextToken() != JsonToken.FIELD_NAME || !parser.currentName().equals(BYTES)) {
            ahead = ONE_AHEAD;
            return Token.MAP;
        }
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw faults.invalid(
                    "__bytes is " + Faults.kind(parser.currentToken()), parser.tokenStart(), "send base64 in a string");
        }
        bytesText = parser.getText();
        bytesAt = parser.tokenStart();
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return Token.BYTES;
        }
        ahead = NAME_AHEAD;
        return Token.MAP;
    }

    @Override
    public long longValue() {
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public double doubleValue() {
        try {
            return parser.getDoubleValue();
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public BigInteger bigInteger() {
        try {
            return parser.getBigIntegerValue();
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public BigDecimal bigDecimal() {
        try {
            return parser.getDecimalValue();
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public String string() {
        if (held != null) {
            return held;
        }
        try {
            return token() == Token.NAME ? parser.currentName() : parser.getText();
        } catch (IOException e) {
            throw faults.broken(e);
        }
    }

    @Override
    public byte[] bytes() {
        // The JDK would read base64 without its padding, too.
        if (bytesText.length() % 4 == 0) {
            try {
                return Base64.getDecoder().decode(bytesText);
            } catch (IllegalArgumentException e) {
                // Said below, with the text.
            }
        }
        throw faults.invalid(
                "__bytes is \"" + Quoted.shorten(bytesText) + "\"",
                bytesAt,
                "send base64 in the standard alphabet, with padding");
    }

    @Override
    public void skip() {
        Token skipped = token();
        if (skipped != Token.LIST && skipped != Token.MAP) {
            return;
        }
        try {
            parser.skipTo(outside);
        } catch (IOException e) {
            throw faults.broken(e);
        }
        ahead = NOTHING_AHEAD;
        held = null;
        present(skipped == Token.LIST ? Token.END_LIST : Token.END_MAP);
    }
}
