package dev.shorthand.codec.json;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object that says why a call failed (JSON-RPC 2.0, section 5.1), leniently: a peer that leaves out the code
 * or the message has failed all the same. In JSON-RPC 1.0 it may be anything. Confined to the decoder's thread.
 */
final class ErrorObject {
    private final Tokenizer tokens;
    private final JsonReader reader;
    private final Faults faults;
    private final boolean one;

    private long code;
    private String message = "";
    private @Nullable Object data;
    private boolean hasCode;
    private boolean hasMessage;
    private @Nullable String fault;

    ErrorObject(Tokenizer tokens, JsonReader reader, Faults faults, boolean one) {
        this.tokens = tokens;
        this.reader = reader;
        this.faults = faults;
        this.one = one;
    }

    long code() {
        return code;
    }

    String message() {
        return message;
    }

    @Nullable
    Object data() {
        return data;
    }

    /** Returns whether it has all that it must have. */
    boolean isWhole() {
        return hasCode && hasMessage;
    }

    /** Returns what is wrong, or null. */
    @Nullable
    String fault() {
        return fault;
    }

    /** Reads the value whose first token the tokenizer stands on. */
    void read(Token first) {
        code = 0;
        message = "Unknown error";
        data = null;
        hasCode = false;
        hasMessage = false;
        fault = null;
        if (one) {
            takeAny();
            return;
        }
        if (first != Token.MAP) {
            fault = faults.text(
                    "error is " + Faults.kind(first), tokens.start(), "send an object with code and message");
            tokens.skip();
            return;
        }
        int depth = tokens.depth();
        while (tokens.next() == Token.NAME) {
            String key = tokens.name();
            Token token = tokens.next();
            if (key.equals("code") && token == Token.LONG) {
                code = tokens.longValue();
                hasCode = true;
            } else if (key.equals("message") && token == Token.STRING) {
                message = tokens.text();
                hasMessage = true;
            } else if (key.equals("data")) {
                readData(depth);
            } else {
                tokens.skip();
            }
        }
    }

    /** Takes what JSON-RPC 1.0 leaves open (section 1.2): an object as in 2.0, a text, or anything else, kept as data. */
    private void takeAny() {
        boolean nested = tokens.token() == Token.MAP || tokens.token() == Token.LIST;
        readData(nested ? tokens.depth() - 1 : tokens.depth());
        hasCode = true;
        hasMessage = true;
        if (data instanceof String text) {
            message = text;
            data = null;
        } else if (data instanceof Map<?, ?> map && map.get("message") instanceof String text) {
            message = text;
            code = map.get("code") instanceof Long number ? number : 0;
            data = map.get("data");
        }
    }

    private void readData(int depth) {
        try {
            reader.begin(tokens.token());
            data = Conversions.readPlain(reader);
        } catch (MalformedException e) {
            if (e.malformed().code() == ErrorCodes.PARSE_ERROR) {
                throw e;
            }
            fault = e.malformed().problem();
            tokens.skipTo(depth);
        }
    }
}
