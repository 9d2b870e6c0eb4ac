package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;

/** Makes {@link MsgpackCodec}s from expressions that begin with {@code msgpack}. Immutable. */
public final class MsgpackProvider implements CodecProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public MsgpackProvider() {}

    @Override
    public String shorthand() {
        return "msgpack";
    }

    @Override
    public String syntax() {
        return "msgpack";
    }

    @Override
    public String summary() {
        return "MessagePack-RPC; arguments by position, by name with named=true; data of errors with errorData=true";
    }

    @Override
    public Codec create(Expression expression, Limits limits) {
        expression.allowOptions("named", "errorData");
        if (!expression.positional().isEmpty()) {
            throw expression.error(0, "nothing is known to follow msgpack:", "write msgpack, or msgpack?named=true");
        }
        return MsgpackCodec.builder()
                .named(expression.flag("named", false))
                .errorData(expression.flag("errorData", false))
                .limits(limits)
                .build();
    }
}
