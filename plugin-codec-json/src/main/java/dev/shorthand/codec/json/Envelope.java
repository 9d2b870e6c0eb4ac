package dev.shorthand.codec.json;

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
import dev.shorthand.kernel.spi.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON-RPC object into one message.
 *
 * <p>Keys come in any order, so nothing is decided before the end of the object: what is wrong is kept, and the id that
 * an answer needs may still follow. Used again for every message. Confined to the decoder's thread.
 *
 * <p>What was read stays in the variables of {@link #read} and not in fields: each reference stored into an object as old as this one
 * costs a collector's barrier.
 */
final class Envelope {
    private final Tokenizer tokens;
    private final JsonReader reader;
    private final Faults faults;
    private final boolean strict;

    private final ErrorObject error;

    // The first thing found wrong with each part; all null between messages.
    private boolean isFaulty;
    private @Nullable String versionFault;
    private @Nullable String idFault;
    private @Nullable String methodFault;
    private @Nullable String valueFault;

    Envelope(Tokenizer tokens, Faults faults, Settings settings) {
        this.tokens = tokens;
        this.faults = faults;
        this.strict = settings.strict();
        this.reader = new JsonReader(tokens, faults);
        this.error = new ErrorObject(tokens, reader, faults);
    }

    /** Reads the object that the tokenizer stands at the beginning of; the tokenizer then stands at its end. */
    Message read(Binding binding) {
        forgetFaults();
        boolean plain = binding == Binding.plain();
        boolean hasVersion = false;
        Id id = Id.NONE;
        boolean hasMethod = false;
        String method = null;
        Params params = Params.absent();
        boolean hasResult = false;
        Object result = null;
        boolean hasError = false;
        // Whose types the params and the result were read as, if any; a key that comes twice can prove that wrong.
        String boundMethod = null;
        Id boundId = Id.NONE;
        while (tokens.next() == Token.NAME) {
            String key = tokens.recurringText();
            Token token = tokens.next();
            switch (key) {
                case "jsonrpc" -> {
                    hasVersion = true;
                    readVersion(token);
                }
                case "id" -> id = readId(token);
                case "method" -> {
                    hasMethod = true;
                    method = readMethod(token);
                }
                case "params" -> {
                    String known = method == null ? "" : method;
                    boundMethod = plain ? null : known;
                    params = readParams(binding, known);
                }
                case "result" -> {
                    hasResult = true;
                    if (hasMethod) {
                        tokens.skip();
                    } else {
                        boundId = plain ? Id.NONE : id;
                        result = readResult(binding, id);
                    }
                }
                case "error" -> {
                    hasError = true;
                    error.read(token);
                }
                default -> tokens.skip();
            }
        }
        // It is the first of method, result and error that it has.
        if (hasMethod || !(hasResult || hasError)) {
            String fault = callFault(hasVersion, hasMethod);
            if (fault == null && (hasResult || hasError)) {
                fault = tooMany();
            }
            if (fault != null || method == null) {
                return Malformed.invalidRequest(id.isPresent() ? id : Id.NULL, fault == null ? "" : fault);
            }
            if (boundMethod != null && !boundMethod.isEmpty() && !boundMethod.equals(method)) {
                throw new MismatchException("params were read for " + boundMethod + ", and the method is " + method);
            }
            return new Call(id, method, params);
        }
        String fault = replyFault(hasVersion, hasResult, id);
        if (fault == null && hasResult && hasError) {
            fault = tooMany();
        }
        if (fault != null) {
            return Malformed.invalidReply(id.isPresent() ? id : Id.NULL, fault);
        }
        if (!hasResult) {
            return new ErrorReply(id, error.code(), error.message(), error.data());
        }
        if (boundId.isPresent() && !boundId.equals(id)) {
            throw new MismatchException("the result was read for " + boundId + ", and the id is " + id);
        }
        return new Reply(id, result);
    }

    private @Nullable String tooMany() {
        return strict ? faults.text("more than one of method, result and error", "send one of them") : null;
    }

    private void forgetFaults() {
        if (isFaulty) {
            isFaulty = false;
            versionFault = null;
            idFault = null;
            methodFault = null;
            valueFault = null;
        }
    }

    private void readVersion(Token token) {
        versionFault = null;
        if (token != Token.STRING) {
            versionFault = fault("jsonrpc is " + Faults.kind(token), "send \"jsonrpc\":\"2.0\"");
            tokens.skip();
        } else if (!tokens.recurringText().equals("2.0")) {
            versionFault = fault("jsonrpc is \"" + Quoted.shorten(tokens.text()) + "\"", "send \"jsonrpc\":\"2.0\"");
        }
    }

    private Id readId(Token token) {
        idFault = null;
        return switch (token) {
            case LONG -> Id.of(tokens.longValue());
            case BIG_INTEGER -> Id.ofValue(tokens.bigInteger());
            case STRING -> Id.of(tokens.text());
            case NULL -> Id.NULL;
            case TRUE, FALSE -> strict ? badId(Faults.kind(token)) : Id.ofValue(token == Token.TRUE);
            // One past all doubles could not be written in the answer.
            case DOUBLE, DECIMAL ->
                Double.isInfinite(tokens.doubleValue())
                        ? badId("a number past all doubles")
                        : Id.ofValue(tokens.doubleValue());
            default -> {
                Id bad = badId(Faults.kind(token));
                tokens.skip();
                yield bad;
            }
        };
    }

    private Id badId(String found) {
        idFault = fault("id is " + found, "send a number or a string");
        return Id.NULL;
    }

    private @Nullable String readMethod(Token token) {
        methodFault = null;
        if (token != Token.STRING) {
            methodFault = fault("method is " + Faults.kind(token), "send a string");
            tokens.skip();
            return null;
        }
        String name = tokens.recurringText();
        if (name.isBlank()) {
            methodFault = fault("method is blank", "name one, for example \"echo.say\"");
            return null;
        }
        return name;
    }

    private Params readParams(Binding binding, String method) {
        int depth = outside();
        valueFault = null;
        if (strict && tokens.token() != Token.MAP && tokens.token() != Token.LIST) {
            valueFault = fault("params is " + Faults.kind(tokens.token()), "send an object or a list");
            return Params.absent();
        }
        try {
            reader.begin();
            return binding.readParams(method, reader);
        } catch (MalformedException e) {
            recover(e, depth);
            return Params.absent();
        }
    }

    private @Nullable Object readResult(Binding binding, Id id) {
        int depth = outside();
        valueFault = null;
        try {
            reader.begin();
            return binding.readResult(id, reader);
        } catch (MalformedException e) {
            recover(e, depth);
            return null;
        }
    }

    /** Returns how many lists and maps stay open when the value here has ended. */
    private int outside() {
        Token token = tokens.token();
        return tokens.depth() - (token == Token.MAP || token == Token.LIST ? 1 : 0);
    }

    /** Passes over the rest of a value that is JSON, but stands for nothing. */
    private void recover(MalformedException e, int depth) {
        if (e.malformed().code() == ErrorCodes.PARSE_ERROR) {
            throw e;
        }
        isFaulty = true;
        valueFault = e.malformed().problem();
        tokens.skipTo(depth);
    }

    private @Nullable String callFault(boolean hasVersion, boolean hasMethod) {
        if (!hasVersion) {
            return faults.text("jsonrpc is missing", "send \"jsonrpc\":\"2.0\"");
        }
        String fault = versionFault != null ? versionFault : idFault;
        if (fault != null) {
            return fault;
        }
        if (!hasMethod) {
            return faults.text("none of method, result and error", "send one of them");
        }
        return methodFault != null ? methodFault : valueFault;
    }

    private @Nullable String replyFault(boolean hasVersion, boolean hasResult, Id id) {
        if (!hasVersion) {
            return faults.text("jsonrpc is missing", "send \"jsonrpc\":\"2.0\"");
        }
        String fault = versionFault != null ? versionFault : idFault;
        if (fault == null) {
            fault = replyIdFault(id, hasResult);
        }
        if (fault != null) {
            return fault;
        }
        if (strict && !hasResult && error.fault() == null && !error.isWhole()) {
            return faults.text("the error has no whole number as code, or no string as message", "send both");
        }
        return hasResult ? valueFault : error.fault();
    }

    /**
     * Returns what is wrong with the id of a reply, or null: nobody here calls with a fraction or a boolean, and only
     * an error may answer a call whose id could not be read.
     */
    private @Nullable String replyIdFault(Id id, boolean hasResult) {
        if (id.isNumber()) {
            return null;
        }
        if (!id.isPresent()) {
            return strict ? faults.text("id is missing in a reply", "send that of the call") : null;
        }
        Object value = id.value();
        boolean wrong = value == null ? hasResult : value instanceof Double || value instanceof Boolean;
        return wrong ? faults.text("the id of a reply is " + id, "send that of the call") : null;
    }

    private String fault(String problem, String mend) {
        isFaulty = true;
        return faults.text(problem, tokens.start(), mend);
    }
}
