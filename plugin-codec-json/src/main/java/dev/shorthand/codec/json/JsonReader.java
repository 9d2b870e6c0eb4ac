package dev.shorthand.codec.json;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value of a payload for whoever declares its type. Confined to the decoder's thread.
 *
 * <p>{@code {"__bytes":"…"}} is one token here. Whether it is that is seen only at its end, so a map that begins like it
 * and goes on is read again from its beginning.
 */
final class JsonReader implements ValueReader {
    /** The only key of a map that stands for bytes. */
    static final String BYTES = "__bytes";

    private final Tokenizer tokens;
    private final Faults faults;
    private final Declarations declared;

    // The present token is bytes, and the tokenizer stands at their end.
    private boolean bytes;
    private int bytesAt;

    JsonReader(Tokenizer tokens, Faults faults, int maxString) {
        this.tokens = tokens;
        this.faults = faults;
        this.declared = new Declarations(maxString);
    }

    /** Begins with the value whose first token is this, on which the tokenizer stands. */
    void begin(Token first) {
        bytes = first == Token.MAP && isBytes();
    }

    @Override
    public Token token() {
        return bytes ? Token.BYTES : tokens.token();
    }

    @Override
    public Token next() {
        Token token = tokens.next();
        bytes = token == Token.MAP && isBytes();
        return bytes ? Token.BYTES : token;
    }

    @Override
    public @Nullable String nextMember() {
        String name = tokens.nextName();
        bytes = name != null && tokens.nextValue() == Token.MAP && isBytes();
        return name;
    }

    @Override
    public @Nullable String nextMember(String[] names, int index) {
        if (index == names.length) {
            return end();
        }
        if (!tokens.passName(declared.of(names), index)) {
            return nextMember();
        }
        bytes = tokens.nextValue() == Token.MAP && isBytes();
        return names[index];
    }

    // Behind the last name the map mostly ends.
    private @Nullable String end() {
        if (tokens.passEnd()) {
            bytes = false;
            return null;
        }
        return nextMember();
    }

    private boolean isBytes() {
        return tokens.isFollowedByName('_') && readBytes();
    }

    /** Reads to the end of what stands for bytes; or stays, and returns false. */
    private boolean readBytes() {
        int mark = tokens.mark();
        int start = tokens.start();
        tokens.next();
        if (tokens.name().equals(BYTES)) {
            Token value = tokens.next();
            if (value != Token.STRING) {
                throw faults.invalid("__bytes is " + Faults.kind(value), tokens.start(), "send base64 in a string");
            }
            bytesAt = tokens.start();
            if (tokens.next() == Token.END_MAP) {
                return true;
            }
        }
        tokens.rewind(mark, start);
        return false;
    }

    @Override
    public long longValue() {
        return tokens.longValue();
    }

    @Override
    public double doubleValue() {
        return tokens.doubleValue();
    }

    @Override
    public BigInteger bigInteger() {
        return tokens.bigInteger();
    }

    @Override
    public BigDecimal bigDecimal() {
        return tokens.bigDecimal();
    }

    @Override
    public String string() {
        return tokens.token() == Token.NAME ? tokens.name() : tokens.text();
    }

    @Override
    public byte[] bytes() {
        // The string read last, as nothing but a bracket has followed it.
        String text = tokens.text();
        // The JDK would read base64 without its padding, too.
        if (text.length() % 4 == 0) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                // Said below, with the text.
            }
        }
        throw faults.invalid(
                "__bytes is \"" + Quoted.shorten(text) + "\"",
                bytesAt,
                "send base64 in the standard alphabet, with padding");
    }

    @Override
    public void skip() {
        if (!bytes) {
            tokens.skip();
        }
    }
}
