package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.ErrorReply;
import dev.shorthand.kernel.Message;
import dev.shorthand.tck.CodecContract;
import org.junit.jupiter.api.Nested;

/** As it is without options, and with all of them. */
final class MsgpackContractTest extends CodecContract {
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
    final class WithNamesAndData extends CodecContract {
        @Override
        protected String expression() {
            return "msgpack?named=true&errorData=true";
        }
    }
}
