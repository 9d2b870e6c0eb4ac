package dev.shorthand.codec.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.MalformedException;
import dev.shorthand.kernel.spi.MismatchException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON-RPC object into one message.
 *
 * <p>Keys come in any order, so nothing is decided before the end of the object: what is wrong is kept, and the id that
 * an answer needs may still follow. Used again for every message. Confined to the decoder's thread.
 */
final class Envelope {
    private final PayloadParser parser;
    private final JsonReader reader;
    private final Faults faults;

    // What the object said so far.
    private boolean hasVersion;
    private Id id = Id.NONE;
    private boolean hasMethod;
    private @Nullable String method;
    private Params params = Params.absent();
    private boolean hasResult;
    private @Nullable Object result;
    private boolean hasError;
    private final ErrorObject error;

    // The first thing found wrong with each part.
    private @Nullable String versionFault;
    private @Nullable String idFault;
    private @Nullable String methodFault;
    private @Nullable String valueFault;

    // Whose types the params and the result were read as, if any; a key that comes twice can prove that wrong.
    private String boundMethod = "";
    private Id boundId = Id.NONE;

    Envelope(PayloadParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
        this.reader = new JsonReader(parser, faults);
        this.error = new ErrorObject(parser, reader, faults);
    }

    /** Reads the object that the parser stands at the beginning of; the parser then stands at its end. */
    Message read(Binding binding) throws IOException {
        clear();
        String key = parser.nextFieldName();
        while (key != null) {
            JsonToken token = parser.nextToken();
            switch (key) {
                case "jsonrpc" -> readVersion(token);
                case "id" -> readId(token);
                case "method" -> readMethod(token);
                case "params" -> readParams(binding);
                case "result" -> readResult(binding);
                case "error" -> {
                    hasError = true;
                    error.read(token);
                }
                default -> parser.skipChildren();
            }
            key = parser.nextFieldName();
        }
        return message();
    }

    private void clear() {
        hasVersion = false;
        id = Id.NONE;
        hasMethod = false;
        method = null;
        params = Params.absent();
        hasResult = false;
        result = null;
        hasError = false;
        versionFault = null;
        idFault = null;
        methodFault = null;
        valueFault = null;
        boundMethod = "";
        boundId = Id.NONE;
    }

    private void readVersion(JsonToken token) throws IOException {
        hasVersion = true;
        versionFault = null;
        if (token != JsonToken.VALUE_STRING) {
            versionFault = fault("jsonrpc is " + Faults.kind(token), "send \"jsonrpc\":\"2.0\"");
            parser.skipChildren();
        } else if (!parser.recurringText().equals("2.0")) {
            versionFault = fault("jsonrpc is \"" + Quoted.shorten(parser.getText()) + "\"", "send \"jsonrpc\":\"2.0\"");
        }
    }

    private void readId(JsonToken token) throws IOException {
        idFault = null;
        switch (token) {
            case VALUE_NUMBER_INT ->
                id = parser.isLong() ? Id.of(parser.getLongValue()) : Id.ofValue(parser.getBigIntegerValue());
            case VALUE_STRING -> id = Id.of(parser.getText());
            case VALUE_NULL -> id = Id.NULL;
            case VALUE_TRUE, VALUE_FALSE -> id = Id.ofValue(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_FLOAT -> {
                id = Id.ofValue(parser.getDoubleValue());
                if (Double.isInfinite(parser.getDoubleValue())) {
                    // It could not be written in the answer.
                    badId("a number past all doubles");
                }
            }
            default -> {
                badId(Faults.kind(token));
                parser.skipChildren();
            }
        }
    }

    private void badId(String found) {
        id = Id.NULL;
        idFault = fault("id is " + found, "send a number or a string");
    }

    private void readMethod(JsonToken token) throws IOException {
        hasMethod = true;
        method = null;
        methodFault = null;
        if (token != JsonToken.VALUE_STRING) {
            methodFault = fault("method is " + Faults.kind(token), "send a string");
            parser.skipChildren();
            return;
        }
        String name = parser.recurringText();
        if (name.isBlank()) {
            methodFault = fault("method is blank", "name one, for example \"echo.say\"");
        } else {
            method = name;
        }
    }

    private void readParams(Binding binding) throws IOException {
        int depth = outside();
        valueFault = null;
        try {
            String known = method == null ? "" : method;
            boundMethod = binding == Binding.plain() ? "" : known;
            reader.begin();
            params = binding.readParams(known, reader);
        } catch (MalformedException e) {
            recover(e, depth);
        }
    }

    private void readResult(Binding binding) throws IOException {
        hasResult = true;
        if (hasMethod) {
            parser.skipChildren();
            return;
        }
        int depth = outside();
        valueFault = null;
        try {
            boundId = binding == Binding.plain() ? Id.NONE : id;
            reader.begin();
            result = binding.readResult(id, reader);
        } catch (MalformedException e) {
            recover(e, depth);
        }
    }

    /** Returns how many lists and maps stay open when the value here has ended. */
    private int outside() {
        JsonToken token = parser.currentToken();
        return parser.depth() - (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY ? 1 : 0);
    }

    /** Passes over the rest of a value that is JSON, but stands for nothing. */
    private void recover(MalformedException e, int depth) throws IOException {
        if (e.malformed().code() == ErrorCodes.PARSE_ERROR) {
            throw e;
        }
        valueFault = e.malformed().problem();
        parser.skipTo(depth);
    }

    /** Decides what the object was: the first of method, result and error that it has. */
    private Message message() {
        if (!hasMethod && (hasResult || hasError)) {
            return reply();
        }
        String fault = versionFault != null ? versionFault : idFault;
        if (!hasVersion) {
            fault = faults.text("jsonrpc is missing", "send \"jsonrpc\":\"2.0\"");
        } else if (!hasMethod && fault == null) {
            fault = faults.text("none of method, result and error", "send one of them");
        } else if (fault == null) {
            fault = methodFault != null ? methodFault : valueFault;
        }
        if (fault != null || method == null) {
            return Malformed.invalidRequest(id.isPresent() ? id : Id.NULL, fault == null ? "" : fault);
        }
        if (!boundMethod.isEmpty() && !boundMethod.equals(method)) {
            throw new MismatchException("params were read for " + boundMethod + ", and the method is " + method);
        }
        return new Call(id, method, params);
    }

    private Message reply() {
        String fault = versionFault;
        if (!hasVersion) {
            fault = faults.text("jsonrpc is missing", "send \"jsonrpc\":\"2.0\"");
        } else if (fault == null) {
            fault = idFault != null ? idFault : replyIdFault();
        }
        if (fault == null) {
            fault = hasResult ? valueFault : error.fault();
        }
        if (fault != null) {
            return Malformed.invalidReply(fault);
        }
        if (!hasResult) {
            return new ErrorReply(id, error.code(), error.message(), error.data());
        }
        if (boundId.isPresent() && !boundId.equals(id)) {
            throw new MismatchException("the result was read for " + boundId + ", and the id is " + id);
        }
        return new Reply(id, result);
    }

    /**
     * Returns what is wrong with the id of a reply, or null: nobody here calls with a fraction or a boolean, and only
     * an error may answer a call whose id could not be read.
     */
    private @Nullable String replyIdFault() {
        if (!id.isPresent() || id.isNumber()) {
            return null;
        }
        Object value = id.value();
        boolean wrong = value == null ? hasResult : value instanceof Double || value instanceof Boolean;
        return wrong ? faults.text("the id of a reply is " + id, "send that of the call") : null;
    }

    private String fault(String problem, String mend) {
        return faults.text(problem, parser.tokenStart(), mend);
    }
}
