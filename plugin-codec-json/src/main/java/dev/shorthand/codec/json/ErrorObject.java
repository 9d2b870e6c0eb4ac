package dev.shorthand.codec.json;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object that says why a call failed (JSON-RPC 2.0, section 5.1), leniently: a peer that leaves out the code
 * or the message has failed all the same. Confined to the decoder's thread.
 */
final class ErrorObject {
    private final Tokenizer tokens;
    private final JsonReader reader;
    private final Faults faults;

    private long code;
    private String message = "";
    private @Nullable Object data;
    private boolean hasCode;
    private boolean hasMessage;
    private @Nullable String fault;

    ErrorObject(Tokenizer tokens, JsonReader reader, Faults faults) {
        this.tokens = tokens;
        this.reader = reader;
        this.faults = faults;
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
        if (first != Token.MAP) {
            fault = faults.text(
                    "error is " + Faults.kind(first), tokens.start(), "send an object with code and message");
            tokens.skip();
            return;
        }
        int depth = tokens.depth();
        while (tokens.next() == Token.NAME) {
            String key = tokens.recurringText();
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

    private void readData(int depth) {
        try {
            reader.begin();
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
