package dev.shorthand.codec.terse;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import org.jspecify.annotations.Nullable;

/** Writes messages as lines, without the newline, which is the framing's. Confined like every {@link Encoder}. */
final class TerseEncoder implements Encoder {
    private final Conversions conversions;
    private final TerseWriter writer;

    TerseEncoder(Conversions conversions, boolean words) {
        this.conversions = conversions;
        this.writer = new TerseWriter(words);
    }

    @Override
    public void encode(Message message, OutputBuffer out) {
        writer.begin(out);
        if (message instanceof Call call) {
            writeCall(call);
        } else if (message instanceof Reply reply) {
            writeReply(reply);
        } else if (message instanceof ErrorReply error) {
            writeError(error);
        } else if (message instanceof Batch) {
            throw new EncodeException(
                    "terse has no batches, as a line is one message; send the calls one by one, or use another codec");
        } else if (message instanceof Malformed malformed) {
            throw new IllegalArgumentException(
                    "what could not be read cannot be sent; send its toErrorReply(): " + malformed.problem());
        } else {
            throw new AssertionError("a kind of Message with no branch here: " + message);
        }
    }

    private void writeCall(Call call) {
        Params params = call.params();
        if (params.size() > 0 && !params.isNamed()) {
            throw new EncodeException("terse has no positional arguments; give them names, or use another codec")
                    .under("params");
        }
        Names.checkMethod(call.method());
        writer.name(call.method());
        if (call.id().isPresent()) {
            writeId(call.id());
        }
        // Also where no arguments follow: quickrpc writes it.
        writer.raw(' ');
        if (params.size() > 0) {
            writer.beginPairs();
            conversions.writeParams(params, writer);
        }
    }

    private void writeReply(Reply reply) {
        writeId(reply.id());
        writer.raw(':');
        writeUnder("result", reply.result());
    }

    private void writeError(ErrorReply error) {
        if (error.id().equals(Id.NULL)) {
            writer.raw("[null]");
        } else {
            writeId(error.id());
        }
        writer.raw("! message:");
        writeUnder("error.message", error.message());
        if (error.data() != null) {
            writer.raw(" details:");
            writeUnder("error.data", error.data());
        }
        if (error.code() != 0) {
            writer.raw(" code:");
            writer.writeLong(error.code());
        }
    }

    private void writeId(Id id) {
        if (!id.isPresent()) {
            throw new EncodeException(
                            "an answer without id, which terse cannot tell from others; give it that of the call")
                    .under("id");
        }
        if (!id.isNumber()) {
            throw new EncodeException("the id is " + id + ", and terse has whole numbers of 64 bits alone").under("id");
        }
        writer.raw('[');
        writer.writeLong(id.number());
        writer.raw(']');
    }

    private void writeUnder(String key, @Nullable Object value) {
        try {
            conversions.write(value, writer);
        } catch (EncodeException e) {
            throw e.under(key);
        }
    }
}
