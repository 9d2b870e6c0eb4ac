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
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON-RPC object, of version 2.0 or 1.0, into one message.
 *
 * <p>Keys come in any order, so nothing is decided before the end of the object: what is wrong is kept, and the id that
 * an answer needs may still follow. Used again for every message. Confined to the decoder's thread.
 *
 * <p>What was read stays in the variables of {@link #read} and not in fields: each reference stored into an object as old as this one
 * costs a collector's barrier.
 */
final class Envelope {
    // What a message has, as bits.
    static final int VERSION = 1;
    static final int METHOD = 1 << 1;
    static final int PARAMS = 1 << 2;
    static final int RESULT = 1 << 3;
    static final int ERROR = 1 << 4;
    static final int NULL_ERROR = 1 << 5;

    // What else a key can be.
    private static final int ID = 1 << 6;
    private static final int UNKNOWN = 0;

    // Before the first member whose key is asked for, and after the last.
    private static final int FIRST = -1;
    private static final int END = -2;

    // Most peers write this first, and exactly so.
    private static final String VERSION_TWO = "\"jsonrpc\":\"2.0\"";
    private static final long VERSION_HEAD = head(VERSION_TWO);
    private static final long VERSION_TAIL = tail(VERSION_TWO);
    private static final int VERSION_LENGTH = VERSION_TWO.length();
    private static final long OPENING_HEAD = head('{' + VERSION_TWO);
    private static final long OPENING_TAIL = VERSION_TAIL;

    private static final long JSONRPC_KEY = Names.pack("jsonrpc");
    private static final long ID_KEY = Names.pack("id");
    private static final long METHOD_KEY = Names.pack("method");
    private static final long PARAMS_KEY = Names.pack("params");
    private static final long RESULT_KEY = Names.pack("result");
    private static final long ERROR_KEY = Names.pack("error");

    // The same with the comma before and the colon behind, as tokens.passName() has it.
    private static final long ID_WHOLE = head(",\"id\":");
    private static final int ID_LENGTH = ",\"id\":".length();
    private static final long METHOD_HEAD = head(",\"method\":");
    private static final long METHOD_TAIL = tail(",\"method\":");
    private static final long PARAMS_HEAD = head(",\"params\":");
    private static final long PARAMS_TAIL = tail(",\"params\":");
    private static final long RESULT_HEAD = head(",\"result\":");
    private static final long RESULT_TAIL = tail(",\"result\":");
    private static final int NAME_LENGTH = ",\"method\":".length();

    private final Tokenizer tokens;
    private final JsonReader reader;
    private final boolean one;
    private final boolean strict;

    private final ErrorObject error;
    private final EnvelopeFaults wrong;

    Envelope(Tokenizer tokens, Faults faults, Settings settings) {
        this.tokens = tokens;
        this.one = settings.one();
        this.strict = settings.strict();
        this.reader = new JsonReader(tokens, faults, settings.maxString());
        this.error = new ErrorObject(tokens, reader, faults, one);
        this.wrong = new EnvelopeFaults(tokens, faults, error, settings);
    }

    /** Reads the object that stands before the tokenizer, if it begins as most do; else returns null, and the tokenizer has not moved. */
    @Nullable
    Message readUsual(Binding binding) {
        return !one && tokens.open(OPENING_HEAD, OPENING_TAIL) ? read(binding, VERSION) : null;
    }

    /** Reads the object that the tokenizer stands at the beginning of; the tokenizer then stands at its end. */
    Message read(Binding binding) {
        return read(binding, one || tokens.passFirst(VERSION_HEAD, VERSION_TAIL, VERSION_LENGTH) ? VERSION : 0);
    }

    private Message read(Binding binding, int begun) {
        wrong.forget();
        Id id = Id.NONE;
        int last = FIRST;
        if (tokens.passName(ID_WHOLE, ID_LENGTH)) {
            // Mostly a number, for which no other kind need be thought of.
            id = tokens.passShortNumber() ? Id.of(tokens.longValue()) : readId(tokens.next());
            last = ID;
        }
        // Mostly a method that was called before, its params behind it, and nothing else.
        String usual = tokens.passMethod(METHOD_HEAD);
        if (usual == null) {
            return readRest(binding, last, begun, id, null, Params.absent(), "");
        }
        int has = begun | METHOD | PARAMS;
        Params params = readParams(tokens.nextMap(), binding, usual);
        String boundMethod = binding == Binding.plain() ? "" : usual;
        return tokens.passEnd()
                ? call(has, id, usual, params, boundMethod)
                : readRest(binding, PARAMS, has, id, usual, params, boundMethod);
    }

    /** Reads what comes behind the given members, in any order. */
    private Message readRest(
            Binding binding,
            int last,
            int before,
            Id idBefore,
            @Nullable String methodBefore,
            Params paramsBefore,
            String boundBefore) {
        boolean plain = binding == Binding.plain();
        int has = before;
        Id id = idBefore;
        String method = methodBefore;
        Params params = paramsBefore;
        Object result = null;
        // Whose types the params and the result were read as, if any; a key that comes twice can prove that wrong.
        String boundMethod = boundBefore;
        Id boundId = Id.NONE;
        for (int key = nextKey(last); key != END; key = nextKey(key)) {
            Token token = tokens.next();
            switch (key) {
                case VERSION -> {
                    has |= VERSION;
                    readVersion(token);
                }
                case ID -> id = readId(token);
                case METHOD -> {
                    has |= METHOD;
                    method = readMethod(token);
                }
                case PARAMS -> {
                    has |= PARAMS;
                    String known = method == null ? "" : method;
                    boundMethod = plain ? "" : known;
                    params = readParams(token, binding, known);
                }
                case RESULT -> {
                    has |= RESULT;
                    if ((has & METHOD) != 0) {
                        tokens.skip();
                    } else {
                        boundId = plain ? Id.NONE : id;
                        result = readResult(token, binding, id);
                    }
                }
                case ERROR -> has |= readError(token);
                default -> passUnknown();
            }
        }
        // It is the first of method, result and error that it has.
        return (has & METHOD) != 0 || (has & (RESULT | ERROR)) == 0
                ? call(has, id, method, params, boundMethod)
                : reply(has, id, result, boundId);
    }

    private static long head(String ascii) {
        return TextCache.head(ascii.getBytes(StandardCharsets.US_ASCII), 0, ascii.length());
    }

    private static long tail(String ascii) {
        return head(ascii.substring(ascii.length() - Long.BYTES));
    }

    /** Goes to the value of the next member, and returns its key; or {@link #END}. The order is the one in which most peers write them. */
    private int nextKey(int last) {
        if (last == METHOD && tokens.passName(PARAMS_HEAD, PARAMS_TAIL, NAME_LENGTH)) {
            return PARAMS;
        } else if ((last == ID || last == FIRST) && tokens.passName(METHOD_HEAD, METHOD_TAIL, NAME_LENGTH)) {
            return METHOD;
        } else if (last == ID && tokens.passName(RESULT_HEAD, RESULT_TAIL, NAME_LENGTH)) {
            return RESULT;
        }
        return tokens.next() == Token.END_MAP ? END : key(tokens.packedName());
    }

    private static int key(long packed) {
        if (packed == ID_KEY) {
            return ID;
        } else if (packed == METHOD_KEY) {
            return METHOD;
        } else if (packed == PARAMS_KEY) {
            return PARAMS;
        } else if (packed == RESULT_KEY) {
            return RESULT;
        } else if (packed == ERROR_KEY) {
            return ERROR;
        }
        return packed == JSONRPC_KEY ? VERSION : UNKNOWN;
    }

    private Message call(int has, Id given, @Nullable String method, Params params, String boundMethod) {
        String fault = wrong.inCall(has, given);
        if (fault != null || method == null) {
            return wrong.badCall(has, given, fault == null ? "" : fault);
        }
        if (!boundMethod.isEmpty() && !boundMethod.equals(method)) {
            throw new MismatchException("params were read for " + boundMethod + ", and the method is " + method);
        }
        // With the id null it is a notification in JSON-RPC 1.0 (section 1.3).
        return new Call(one && given.equals(Id.NULL) ? Id.NONE : given, method, params);
    }

    private Message reply(int has, Id given, @Nullable Object result, Id boundId) {
        // JSON-RPC 1.0 has no messages without id (sections 1.1 to 1.3), and peers leave out what is null.
        Id id = one && !given.isPresent() ? Id.NULL : given;
        // With both it is the result in 2.0; in 1.0 an error that is not null means that the call has failed.
        boolean failed = (has & ERROR) != 0 && (one || (has & RESULT) == 0);
        String fault = wrong.inReply(has, id, failed, result);
        if (fault != null) {
            return Malformed.invalidReply(id.isPresent() ? id : Id.NULL, fault);
        }
        if (failed) {
            return new ErrorReply(id, error.code(), error.message(), error.data());
        }
        if (boundId.isPresent() && !boundId.equals(id)) {
            throw new MismatchException("the result was read for " + boundId + ", and the id is " + id);
        }
        return new Reply(id, result);
    }

    private void readVersion(Token token) {
        wrong.version = null;
        if (one) {
            // Unknown to JSON-RPC 1.0, and passed over as all that is.
            tokens.skip();
        } else if (token != Token.STRING) {
            wrong.version = wrong.fault("jsonrpc is " + Faults.kind(token), "send \"jsonrpc\":\"2.0\"");
            tokens.skip();
        } else if (!tokens.recurringText().equals("2.0")) {
            wrong.version =
                    wrong.fault("jsonrpc is \"" + Quoted.shorten(tokens.text()) + "\"", "send \"jsonrpc\":\"2.0\"");
        }
    }

    private void passUnknown() {
        if (strict && wrong.key == null) {
            wrong.key = wrong.fault(
                    "the unknown key \"" + Quoted.shorten(tokens.name()) + '"',
                    "send it without, or leave out strict=true here");
        }
        tokens.skip();
    }

    private Id readId(Token token) {
        wrong.id = null;
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
        wrong.id = wrong.fault("id is " + found, "send a number or a string");
        return Id.NULL;
    }

    private @Nullable String readMethod(Token token) {
        wrong.method = null;
        wrong.blankMethod = false;
        if (token != Token.STRING) {
            wrong.method = wrong.fault("method is " + Faults.kind(token), "send a string");
            tokens.skip();
            return null;
        }
        String name = tokens.methodText();
        if (name.isBlank()) {
            wrong.method = wrong.fault("method is blank", "name one, for example \"echo.say\"");
            wrong.blankMethod = true;
            return null;
        }
        return name;
    }

    private Params readParams(Token first, Binding binding, String method) {
        int depth = outside(first);
        wrong.value = null;
        wrong.badParams = false;
        if (strict && first != Token.LIST && (first != Token.MAP || isNameless(method))) {
            wrong.value =
                    wrong.fault("params is " + Faults.kind(first), one ? "send a list" : "send an object or a list");
            wrong.badParams = true;
            tokens.skip();
            return Params.absent();
        }
        try {
            reader.begin(first);
            return binding.readParams(method, reader);
        } catch (MalformedException e) {
            recover(e, depth);
            return Params.absent();
        }
    }

    /** Returns whether calls of the method have no named params: none of JSON-RPC 1.0 has, but for what this library adds. */
    private boolean isNameless(String method) {
        return one && !method.startsWith(JrpcEncoder.ADDED);
    }

    private @Nullable Object readResult(Token first, Binding binding, Id id) {
        int depth = outside(first);
        wrong.value = null;
        try {
            reader.begin(first);
            return binding.readResult(id, reader);
        } catch (MalformedException e) {
            if (e.malformed().code() == ErrorCodes.PARSE_ERROR && id.isPresent()) {
                // Its call would wait until the deadline, and the other side be told of an error in nothing that it
                // asked.
                throw new MalformedException(
                        Malformed.invalidReply(id, e.malformed().problem()));
            }
            recover(e, depth);
            return null;
        }
    }

    /** Returns how many lists and maps stay open when the value that begins here has ended. */
    private int outside(Token first) {
        return tokens.depth() - (first == Token.MAP || first == Token.LIST ? 1 : 0);
    }

    /** Passes over the rest of a value that is JSON, but stands for nothing. */
    private void recover(MalformedException e, int depth) {
        if (e.malformed().code() == ErrorCodes.PARSE_ERROR) {
            throw e;
        }
        wrong.note(e.malformed().problem());
        tokens.skipTo(depth);
    }

    /** Returns how an error was read, as one of the bits. */
    private int readError(Token token) {
        // In JSON-RPC 1.0 every reply has one, which is null where nothing failed (section 1.2).
        if (one && token == Token.NULL) {
            return NULL_ERROR;
        }
        error.read(token);
        return ERROR;
    }
}
