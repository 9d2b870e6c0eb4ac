package dev.shorthand.tck;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.util.List;

/** Writes messages for {@link LineCodec}. Confined like every {@link Encoder}. */
final class LineEncoder implements Encoder {
    private final Conversions conversions;

    LineEncoder(Conversions conversions) {
        this.conversions = conversions;
    }

    @Override
    public void encode(Message message, OutputBuffer out) {
        encode(message, new LineWriter(out));
    }

    private void encode(Message message, LineWriter out) {
        if (message instanceof Call call) {
            out.word("call");
            encode(call.id(), out);
            out.writeString(call.method());
            encode(call.params(), out);
        } else if (message instanceof Reply reply) {
            out.word("reply");
            encode(reply.id(), out);
            encode("result", reply.result(), out);
        } else if (message instanceof ErrorReply error) {
            out.word("error");
            encode(error.id(), out);
            out.writeLong(error.code());
            out.writeString(error.message());
            encode("data", error.data(), out);
        } else if (message instanceof Batch batch) {
            out.word("batch");
            encode(batch.messages(), out);
        } else {
            throw new IllegalArgumentException("cannot be sent: " + message);
        }
    }

    private void encode(List<Message> messages, LineWriter out) {
        out.writeLong(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            try {
                encode(messages.get(i), out);
            } catch (EncodeException e) {
                throw e.at(i);
            }
        }
    }

    private void encode(Params params, LineWriter out) {
        if (params.isAbsent()) {
            out.word(LineReader.ABSENT);
        } else {
            conversions.writeParams(params, out);
        }
    }

    private void encode(Id id, LineWriter out) {
        if (id.isPresent()) {
            encode("id", id.value(), out);
        } else {
            out.word(LineReader.ABSENT);
        }
    }

    private void encode(String key, @org.jspecify.annotations.Nullable Object value, LineWriter out) {
        try {
            conversions.write(value, out);
        } catch (EncodeException e) {
            throw e.under(key);
        }
    }
}
