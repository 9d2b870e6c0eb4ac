package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Message;
import dev.shorthand.tck.CodecFuzz;
import org.junit.jupiter.api.Nested;

/** Messages and bytes that nobody thought of, with and without names. */
final class MsgpackFuzzTest extends CodecFuzz {
    @Override
    protected String expression() {
        return "msgpack";
    }

    /** An error has no place for data. */
    @Override
    protected Message comesBackAs(Message message) {
        return message instanceof ErrorReply error
                ? new ErrorReply(error.id(), error.code(), error.message(), null)
                : message;
    }

    @Nested
    final class Named extends CodecFuzz {
        @Override
        protected String expression() {
            return "msgpack?named=true&errorData=true";
        }
    }
}
