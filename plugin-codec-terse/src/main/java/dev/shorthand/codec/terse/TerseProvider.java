package dev.shorthand.codec.terse;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;

/** Makes {@link TerseCodec}s from expressions that begin with {@code terse}. Immutable. */
public final class TerseProvider implements CodecProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public TerseProvider() {}

    @Override
    public String shorthand() {
        return "terse";
    }

    @Override
    public String syntax() {
        return "terse?words=true";
    }

    @Override
    public String summary() {
        return "a line a message, which people can read and type: add[1] a:1 b:2";
    }

    @Override
    public Codec create(Expression expression, Limits limits) {
        expression.allowOptions("words", "maxString");
        if (!expression.positional().isEmpty()) {
            throw expression.error(0, "terse has nothing before its options", "write terse, or terse?words=true");
        }
        TerseCodec.Builder builder =
                TerseCodec.builder().words(expression.flag("words", false)).limits(limits);
        String maxString = "maxString";
        if (expression.option(maxString).isPresent()) {
            int bytes = expression.size(maxString, 0);
            if (bytes < 1) {
                int value = expression.text().indexOf(maxString) + maxString.length() + 1;
                int positional = expression.shorthand().length() + 1;
                throw expression.error(value - positional, "maxString is " + bytes, "give a number from 1 up");
            }
            builder.maxString(bytes);
        }
        return builder.build();
    }
}
