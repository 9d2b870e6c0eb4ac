package dev.shorthand.codec.json;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;

/** Makes {@link JrpcCodec}s from expressions that begin with {@code jrpc}. Immutable. */
public final class JrpcProvider implements CodecProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public JrpcProvider() {}

    @Override
    public String shorthand() {
        return "jrpc";
    }

    @Override
    public String syntax() {
        return "jrpc:lines|headers|concatenated|delimiter";
    }

    @Override
    public String summary() {
        return "JSON-RPC 2.0; frames end with a NUL or the delimiter given, are lines or bare texts, or begin with headers";
    }

    @Override
    public Codec create(Expression expression, Limits limits) {
        expression.allowOptions("strict", "decimal", "maxString");
        JrpcCodec.Builder builder = JrpcCodec.builder()
                .strict(expression.flag("strict", false))
                .decimal(decimal(expression))
                .limits(limits);
        try {
            builder.maxString(expression.size("maxString", Integer.MAX_VALUE));
        } catch (ExpressionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(e.getMessage() + "; in \"" + Quoted.shorten(expression.text()) + "\"");
        }
        return switch (expression.positional()) {
            case "lines" -> builder.lines().build();
            case "headers" -> builder.headers().build();
            case "concatenated" -> builder.concatenated().build();
            default -> builder.delimiter(Delimiter.parse(expression)).build();
        };
    }

    private static JrpcCodec.Decimal decimal(Expression expression) {
        String value = expression.option("decimal").orElse("double");
        return switch (value) {
            case "double" -> JrpcCodec.Decimal.DOUBLE;
            case "exact" -> JrpcCodec.Decimal.EXACT;
            default -> throw wrong("decimal", value, expression, "double or exact");
        };
    }

    private static ExpressionException wrong(String option, String value, Expression expression, String right) {
        return new ExpressionException(option + " is \"" + Quoted.shorten(value) + "\" in \""
                + Quoted.shorten(expression.text()) + "\"; give " + right);
    }
}
