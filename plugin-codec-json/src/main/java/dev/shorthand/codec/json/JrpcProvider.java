package dev.shorthand.codec.json;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Nearest;
import java.util.List;
import java.util.Optional;

/** Makes {@link JrpcCodec}s from expressions that begin with {@code jrpc}. Immutable. */
public final class JrpcProvider implements CodecProvider {
    private static final List<String> FRAMINGS = List.of("lines", "headers", "concatenated");

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
        return "JSON-RPC 2.0 or 1.0; frames end with a NUL or the delimiter given, are lines or bare texts, or begin with headers";
    }

    @Override
    public Codec create(Expression expression, Limits limits) {
        expression.allowOptions("version", "strict", "decimal", "maxString");
        JrpcCodec.Builder builder = JrpcCodec.builder()
                .version(version(expression))
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
            default -> builder.delimiter(delimiter(expression)).build();
        };
    }

    /** Reads a delimiter, and refuses one that is most likely a framing's name misspelt: peers would wait for each other. */
    private static byte[] delimiter(Expression expression) {
        String typed = expression.positional();
        // Each by itself, as the beginning of a long name is further from it than from any short one.
        Optional<String> meant = FRAMINGS.stream()
                .filter(name -> Nearest.to(typed, List.of(name)).isPresent())
                .findFirst();
        if (meant.isPresent()) {
            String escaped = String.format("\\x%02x", (int) typed.charAt(0)) + typed.substring(1);
            throw expression.error(
                    0,
                    "there is no framing \"" + Quoted.shorten(typed) + "\"",
                    "did you mean " + meant.get() + "? To end messages with that text, write " + expression.shorthand()
                            + ":" + Quoted.shorten(escaped));
        }
        return Delimiter.parse(expression);
    }

    private static int version(Expression expression) {
        String value = expression.option("version").orElse("2");
        return switch (value) {
            case "1", "1.0" -> 1;
            case "2", "2.0" -> 2;
            default -> throw wrong("version", value, expression, "1 or 2");
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
