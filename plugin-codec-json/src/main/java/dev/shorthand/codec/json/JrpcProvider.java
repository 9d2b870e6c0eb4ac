package dev.shorthand.codec.json;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import java.util.List;

/** Makes {@link JrpcCodec}s from expressions that begin with {@code jrpc}. Immutable. */
public final class JrpcProvider implements CodecProvider {
    // Words after the colon that name a framing, present or planned, and so are no delimiters.
    private static final List<String> PLANNED = List.of("concatenated");

    /** Made by {@link java.util.ServiceLoader}. */
    public JrpcProvider() {}

    @Override
    public String shorthand() {
        return "jrpc";
    }

    @Override
    public String syntax() {
        return "jrpc:lines|headers|delimiter";
    }

    @Override
    public String summary() {
        return "JSON-RPC 2.0; frames end with a NUL or the delimiter given, are lines, or begin with headers";
    }

    @Override
    public Codec create(Expression expression, Limits limits) {
        expression.allowOptions();
        JrpcCodec.Builder builder = JrpcCodec.builder().limits(limits);
        String positional = expression.positional();
        if (positional.equals("lines")) {
            return builder.lines().build();
        }
        if (positional.equals("headers")) {
            return builder.headers().build();
        }
        if (PLANNED.contains(positional)) {
            throw expression.error(
                    0,
                    "the framing " + positional + " is not there yet",
                    "write jrpc, jrpc:lines, jrpc:headers, or a delimiter; this very word as a delimiter is written jrpc:"
                            + Delimiter.escapedFirst(positional));
        }
        return builder.delimiter(Delimiter.parse(expression)).build();
    }
}
