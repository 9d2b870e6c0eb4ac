package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one array as one message (MessagePack-RPC specification, "Message specification").
 *
 * <p>What is wrong with an array that is MessagePack makes it an invalid message; what is no MessagePack, or more than one value, is a
 * parse error, though it may have been found later. Confined to the decoder's thread.
 */
final class Envelope {
    private static final String REQUEST = "[0, id, method, params]";
    private static final String REPLY = "[1, id, error, result]";
    private static final String NOTIFICATION = "[2, method, params]";

    private final MsgpackReader reader;
    private final Faults faults;
    private final boolean named;
    private final boolean errorData;

    // The id of the reply that is being read: its call fails if it turns out to be broken. Null while it is none.
    private @Nullable Id replyId;

    Envelope(MsgpackReader reader, Faults faults, boolean named, boolean errorData) {
        this.reader = reader;
        this.faults = faults;
        this.named = named;
        this.errorData = errorData;
    }

    /** Reads the message that the reader stands before. */
    Message read(Binding binding) {
        if (replyId != null) {
            replyId = null;
        }
        // What most messages begin with.
        if (reader.passFirst(4, Rpc.REQUEST)) {
            return request(4, binding);
        }
        if (reader.passFirst(4, Rpc.REPLY)) {
            return reply(4, binding);
        }
        Token first = reader.next();
        if (first != Token.LIST) {
            return invalid(Id.NULL, "the message is " + first.description(), "send an array");
        }
        long size = reader.left();
        if (size == 0) {
            return invalid(Id.NULL, "the message is an empty array", "send " + REQUEST);
        }
        Token kind = reader.next();
        if (kind != Token.LONG) {
            return invalid(Id.NULL, "the kind of message is " + kind.description(), "send 0, 1 or 2");
        }
        long number = reader.longValue();
        if (number == Rpc.REQUEST) {
            return request(size, binding);
        }
        if (number == Rpc.REPLY) {
            return reply(size, binding);
        }
        if (number == Rpc.NOTIFICATION) {
            return notification(size, binding);
        }
        return invalid(Id.NULL, "the kind of message is " + number, "send 0, 1 or 2");
    }

    /** Says what becomes of a message that turned out to be no MessagePack: the call that a reply answers fails with it. */
    Malformed broken(Malformed found) {
        Id id = replyId;
        replyId = null;
        return id == null ? found : Malformed.invalidReply(id, found.problem());
    }

    private Message request(long size, Binding binding) {
        if (size < 2) {
            return invalid(Id.NULL, "a request of 1 element", "send " + REQUEST);
        }
        Token token = reader.next();
        Id id = id(token);
        if (id == null) {
            return invalid(Id.NULL, "the id is " + token.description(), "send an integer");
        }
        return size == 4 ? call(id, binding) : invalid(id, "a request of " + size + " elements", "send " + REQUEST);
    }

    private Message notification(long size, Binding binding) {
        return size == 3
                ? call(Id.NONE, binding)
                : invalid(Id.NULL, "a notification of " + size + " elements", "send " + NOTIFICATION);
    }

    private Message call(Id id, Binding binding) {
        // Mostly a method that was called before, with params in an array.
        String usual = reader.passCall();
        if (usual == null) {
            return otherCall(id, binding);
        }
        Params params = binding.readParams(usual, reader);
        end();
        return new Call(id, usual, params);
    }

    private Message otherCall(Id id, Binding binding) {
        Id answered = id.isPresent() ? id : Id.NULL;
        Token token = reader.next();
        if (token != Token.STRING) {
            return invalid(answered, "the method is " + token.description(), "send a string");
        }
        String method = reader.recurringString();
        if (reader.isPerhapsBlank() && method.isBlank()) {
            String problem = faults.text("the method is blank", "name one, for example \"echo.say\"");
            end();
            return new Malformed(answered, ErrorCodes.METHOD_NOT_FOUND, "Method not found", problem, id.isPresent());
        }
        if (!Rpc.takesNames(method, named)) {
            reader.keepMethod(method);
        }
        token = reader.next();
        if (token != Token.LIST) {
            String problem = faults.text("the params are " + token.description(), "send an array");
            end();
            return new Malformed(answered, ErrorCodes.INVALID_PARAMS, "Invalid params", problem, id.isPresent());
        }
        Params params = params(method, binding);
        end();
        return new Call(id, method, params);
    }

    private Params params(String method, Binding binding) {
        if (!Rpc.takesNames(method, named)) {
            return binding.readParams(method, reader);
        }
        if (reader.left() == 0) {
            // As good as an empty map, which a header may be.
            return Params.absent();
        }
        if (reader.left() == 1 && reader.isMapNext()) {
            reader.next();
        }
        return binding.readParams(method, reader);
    }

    private Message reply(long size, Binding binding) {
        Token token = size < 2 ? Token.NULL : reader.next();
        Id id = id(token);
        replyId = id == null ? Id.NULL : id;
        if (size != 4) {
            return invalidReply("a reply of " + size + " elements", "send " + REPLY);
        }
        if (id == null && token != Token.NULL) {
            return invalidReply("the id of a reply is " + token.description(), "send that of the call");
        }
        if (reader.next() != Token.NULL) {
            return error(replyId);
        }
        if (id == null) {
            return invalidReply("the id of a result is null", "send that of the call");
        }
        reader.next();
        Object result = binding.readResult(id, reader);
        end();
        return new Reply(id, result);
    }

    /** Reads what the reader stands on as an error: {@code [code, message]}, or anything else, which is kept as the error's data. */
    private Message error(Id id) {
        Object error = Conversions.readPlain(reader);
        if (reader.next() != Token.NULL) {
            return invalidReply("both an error and a result", "send one of them, and nil for the other");
        }
        end();
        if (error instanceof List<?> list
                && (list.size() == 2 || (list.size() == 3 && errorData))
                && (list.get(0) instanceof Long || list.get(0) instanceof Boolean)
                && list.get(1) instanceof String message) {
            return new ErrorReply(id, code(list.get(0)), message, list.size() == 2 ? null : list.get(2));
        }
        return new ErrorReply(id, 0, error instanceof String text ? text : "Unknown error", error);
    }

    // As tinyrpc has it, to which a boolean is an integer.
    private static long code(Object value) {
        return value instanceof Long code ? code : value.equals(true) ? 1 : 0;
    }

    /** Returns the integer that the reader stands on as an id, or null if it is something else. */
    private @Nullable Id id(Token token) {
        return token == Token.LONG
                ? Id.of(reader.longValue())
                : token == Token.BIG_INTEGER ? Id.ofValue(reader.bigInteger()) : null;
    }

    private Malformed invalid(Id id, String problem, String mend) {
        String text = faults.text(problem, mend);
        end();
        return new Malformed(id, ErrorCodes.INVALID_REQUEST, "Invalid request", text, true);
    }

    private Malformed invalidReply(String problem, String mend) {
        String text = faults.text(problem, mend);
        end();
        Id id = replyId;
        return Malformed.invalidReply(id == null ? Id.NULL : id, text);
    }

    /** Reads to the end of the message; it is no MessagePack if what is left is broken, or more follows. */
    private void end() {
        reader.leave(0);
        if (reader.rest() > 0) {
            throw faults.broken(
                    reader.rest() + " bytes after the message",
                    reader.position(),
                    "send one message alone in a payload");
        }
    }
}
