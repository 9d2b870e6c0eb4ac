package dev.shorthand.codec.json;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as JSON-RPC 2.0, or 1.0. Confined like every {@link Encoder}.
 *
 * <p>The id and the method come before the params, and the id before the result: so whoever reads the message as a
 * stream knows by then which types to read them as.
 */
final class JrpcEncoder implements Encoder {
    /** What the names of methods begin with that the kernel adds, such as that of security headers. */
    static final String ADDED = "rpc.";

    private static final byte[] VERSION = ascii("{\"jsonrpc\":\"2.0\"");
    private static final byte[] VERSION_ID = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] ONE_ID = ascii("{\"id\":");
    private static final byte[] METHOD = ascii(",\"method\":");
    private static final byte[] PARAMS = ascii(",\"params\":");
    private static final byte[] ONE_NO_PARAMS = ascii(",\"params\":[]");
    private static final byte[] RESULT = ascii(",\"result\":");
    private static final byte[] ONE_NO_RESULT = ascii(",\"result\":null");
    private static final byte[] ONE_NO_ERROR = ascii(",\"error\":null");
    private static final byte[] ERROR_CODE = ascii(",\"error\":{\"code\":");
    private static final byte[] ERROR_MESSAGE = ascii(",\"message\":");
    private static final byte[] ERROR_DATA = ascii(",\"data\":");

    private static final Remembered METHODS = new Remembered(",\"method\":\"", "\"");

    private final Conversions conversions;
    private final Settings settings;
    private final boolean one;
    private final JsonWriter writer = new JsonWriter();

    JrpcEncoder(Conversions conversions, Settings settings) {
        this.conversions = conversions;
        this.settings = settings;
        this.one = settings.one();
    }

    @Override
    public void encode(Message message, OutputBuffer out) {
        writer.begin(out);
        try {
            write(message);
        } finally {
            writer.end();
        }
    }

    private void write(Message message) {
        if (message instanceof Call call) {
            writeCall(call);
        } else if (message instanceof Reply reply) {
            begin(reply.id());
            writer.raw(RESULT);
            writeUnder("result", reply.result());
            if (one) {
                writer.raw(ONE_NO_ERROR);
            }
        } else if (message instanceof ErrorReply error) {
            writeError(error);
        } else if (message instanceof Batch batch) {
            writeBatch(batch.messages());
            return;
        } else if (message instanceof Malformed malformed) {
            throw new IllegalArgumentException(
                    "what could not be read cannot be sent; send its toErrorReply(): " + malformed.problem());
        } else {
            throw new AssertionError("a kind of Message with no branch here: " + message);
        }
        writer.raw('}');
    }

    private void writeCall(Call call) {
        if (one) {
            refuseWhatOneHasNot(call);
        }
        begin(call.id());
        byte[] method = METHODS.json(call.method());
        if (method != null) {
            writer.raw(method);
        } else {
            writer.raw(METHOD);
            writer.quoted(call.method());
        }
        if (!call.params().isAbsent()) {
            writer.raw(PARAMS);
            conversions.writeParams(call.params(), writer);
        } else if (one) {
            // JSON-RPC 1.0 demands the key (section 1.1). In 2.0 peers exist that take no arguments and refuse an empty
            // object.
            writer.raw(ONE_NO_PARAMS);
        }
    }

    private void writeError(ErrorReply error) {
        begin(error.id());
        if (one) {
            writer.raw(ONE_NO_RESULT);
        }
        writer.raw(ERROR_CODE);
        writer.writeLong(error.code());
        writer.raw(ERROR_MESSAGE);
        writer.quoted(error.message());
        if (error.data() != null) {
            writer.raw(ERROR_DATA);
            writeUnder("error.data", error.data());
        }
        writer.raw('}');
    }

    private void writeBatch(List<Message> messages) {
        if (one && settings.strict()) {
            throw new EncodeException(
                    "JSON-RPC 1.0 has no batches; send the messages by themselves, or leave out strict=true");
        }
        char before = '[';
        for (int i = 0; i < messages.size(); i++) {
            writer.raw(before);
            try {
                write(messages.get(i));
            } catch (EncodeException e) {
                throw e.at(i);
            }
            before = ',';
        }
        writer.raw(']');
    }

    /** Writes what every message begins with. */
    private void begin(Id id) {
        if (one) {
            writer.raw(ONE_ID);
            writeId(id.isPresent() ? id : Id.NULL);
            return;
        }
        if (id.isPresent()) {
            writer.raw(VERSION_ID);
            writeId(id);
        } else {
            writer.raw(VERSION);
        }
    }

    private void refuseWhatOneHasNot(Call call) {
        if (call.id().equals(Id.NULL)) {
            throw new EncodeException("null as id makes a notification in JSON-RPC 1.0; give a number or a string")
                    .under("id");
        }
        if (settings.strict() && call.params().isNamed() && !call.method().startsWith(ADDED)) {
            throw new EncodeException(
                            "JSON-RPC 1.0 has no named params; give them by position, or leave out strict=true")
                    .under("params");
        }
    }

    private void writeId(Id id) {
        if (settings.strict() && !id.isNumber() && id.value() instanceof Boolean) {
            throw new EncodeException("a boolean is no id where strict=true; give a number or a string").under("id");
        }
        if (id.isNumber()) {
            writer.writeLong(id.number());
        } else {
            writeUnder("id", id.value());
        }
    }

    private void writeUnder(String key, @Nullable Object value) {
        try {
            conversions.write(value, writer);
        } catch (EncodeException e) {
            throw e.under(key);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
