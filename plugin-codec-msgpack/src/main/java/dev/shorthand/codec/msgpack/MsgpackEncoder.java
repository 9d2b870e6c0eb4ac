package dev.shorthand.codec.msgpack;

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
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Writes messages as MessagePack-RPC has them. Confined like every {@link Encoder}. */
final class MsgpackEncoder implements Encoder {
    private final Conversions conversions;
    private final boolean named;
    private final boolean errorData;
    private final MsgpackWriter writer;

    MsgpackEncoder(Conversions conversions, boolean named, boolean errorData, boolean integerKeys) {
        this.conversions = conversions;
        this.named = named;
        this.errorData = errorData;
        this.writer = new MsgpackWriter(integerKeys);
    }

    @Override
    public void encode(Message message, OutputBuffer out) {
        writer.begin(out);
        if (message instanceof Call call) {
            writeCall(call, out);
        } else if (message instanceof Reply reply) {
            writer.beginList(4);
            writer.writeLong(Rpc.REPLY);
            writeId(reply.id());
            writer.writeNull();
            writeUnder("result", reply.result());
        } else if (message instanceof ErrorReply error) {
            writeError(error);
        } else if (message instanceof Batch) {
            throw new EncodeException("MessagePack-RPC has no batches; send the messages one by one");
        } else if (message instanceof Malformed malformed) {
            throw new IllegalArgumentException(
                    "what could not be read cannot be sent; send its toErrorReply(): " + malformed.problem());
        } else {
            throw new AssertionError("a kind of Message with no branch here: " + message);
        }
    }

    private void writeCall(Call call, OutputBuffer out) {
        if (call.isNotification()) {
            writer.beginList(3);
            writer.writeLong(Rpc.NOTIFICATION);
        } else {
            writer.beginList(4);
            writer.writeLong(Rpc.REQUEST);
            writeId(call.id());
        }
        try {
            writer.writeString(call.method());
        } catch (EncodeException e) {
            throw e.under("method");
        }
        writeParams(call.method(), call.params(), out);
    }

    private void writeParams(String method, Params params, OutputBuffer out) {
        if (params.size() == 0) {
            writer.beginList(0);
        } else if (!params.isNamed()) {
            int start = out.size();
            conversions.writeParams(params, writer);
            if (params.size() == 1 && Rpc.takesNames(method, named) && Format.isMap(out.array()[start + 1] & 0xff)) {
                throw new EncodeException(
                                "the only argument is a map, which the other side would take for named arguments;"
                                        + " name it, or leave out named=true")
                        .under("params");
            }
        } else if (Rpc.takesNames(method, named)) {
            writer.beginList(1);
            conversions.writeParams(params, writer);
        } else if (params.isInDeclaredOrder()) {
            writeInOrder(params);
        } else {
            throw new EncodeException(
                            "the arguments are named, and MessagePack-RPC has positions alone; give them by position,"
                                    + " call a typed method, or set named=true on both sides")
                    .under("params");
        }
    }

    private void writeInOrder(Params params) {
        int size = params.size();
        writer.beginList(size);
        int i = 0;
        try {
            for (; i < size; i++) {
                conversions.write(params.value(i), writer, 1);
            }
        } catch (EncodeException e) {
            throw e.under(params.name(i)).under("params");
        }
    }

    private void writeError(ErrorReply error) {
        writer.beginList(4);
        writer.writeLong(Rpc.REPLY);
        if (error.id().equals(Id.NULL)) {
            writer.writeNull();
        } else {
            writeId(error.id());
        }
        boolean data = errorData && error.data() != null;
        writer.beginList(data ? 3 : 2);
        writer.writeLong(error.code());
        writeUnder("error.message", error.message());
        if (data) {
            writeUnder("error.data", error.data());
        }
        writer.writeNull();
    }

    // Any integer, though ids have 32 bits: one that a peer has sent goes back as it came, and our own are small.
    private void writeId(Id id) {
        if (id.isNumber()) {
            writer.writeLong(id.number());
        } else if (id.isPresent() && id.value() instanceof BigInteger big) {
            writeUnder("id", big);
        } else {
            throw new EncodeException("MessagePack-RPC has integers as ids, and not " + id + "; give a number")
                    .under("id");
        }
    }

    private void writeUnder(String key, @Nullable Object value) {
        try {
            conversions.write(value, writer);
        } catch (EncodeException e) {
            throw e.under(key);
        }
    }
}
