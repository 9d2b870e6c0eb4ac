package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;

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
        expression.allowOptions("named", "errorData", "integerKeys", "maxString");
        if (!expression.positional().isEmpty()) {
            throw expression.error(0, "nothing is known to follow msgpack:", "write msgpack, or msgpack?named=true");
        }
        MsgpackCodec.Builder builder = MsgpackCodec.builder()
                .named(expression.flag("named", false))
                .errorData(expression.flag("errorData", false))
                .integerKeys(expression.flag("integerKeys", false))
                .limits(limits);
        try {
            return builder.maxString(expression.size("maxString", Integer.MAX_VALUE))
                    .build();
        } catch (ExpressionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
    }
}
