package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.spi.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object that says why a call failed (JSON-RPC 2.0, section 5.1), leniently: a peer that leaves out the code
 * or the message has failed all the same. Confined to the decoder's thread.
 */
final class ErrorObject {
    private final PayloadParser parser;
    private final JsonReader reader;
    private final Faults faults;

    private long code;
    private String message = "";
    private @Nullable Object data;
    private boolean hasCode;
    private boolean hasMessage;
    private @Nullable String fault;

    ErrorObject(PayloadParser parser, JsonReader reader, Faults faults) {
        this.parser = parser;
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

    /** Reads the value whose first token the parser stands on. */
    void read(JsonToken first) throws IOException {
        code = 0;
        message = "Unknown error";
        data = null;
        hasCode = false;
        hasMessage = false;
        fault = null;
        if (first != JsonToken.START_OBJECT) {
            fault = faults.text(
                    "error is " + Faults.kind(first), parser.tokenStart(), "send an object with code and message");
            parser.skipChildren();
            return;
        }
        int depth = parser.depth();
        String key = parser.nextFieldName();
        while (key != null) {
            JsonToken token = parser.nextToken();
            if (key.equals("code") && token == JsonToken.VALUE_NUMBER_INT && parser.isLong()) {
                code = parser.getLongValue();
                hasCode = true;
            } else if (key.equals("message") && token == JsonToken.VALUE_STRING) {
                message = parser.getText();
                hasMessage = true;
            } else if (key.equals("data")) {
                readData(depth);
            } else {
                parser.skipChildren();
            }
            key = parser.nextFieldName();
        }
    }

    private void readData(int depth) throws IOException {
        try {
            reader.begin();
            data = Conversions.readPlain(reader);
        } catch (MalformedException e) {
            if (e.malformed().code() == ErrorCodes.PARSE_ERROR) {
                throw e;
            }
            fault = e.malformed().problem();
            parser.skipTo(depth);
        }
    }
}
