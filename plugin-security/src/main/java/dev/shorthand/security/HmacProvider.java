package dev.shorthand.security;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityProvider;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Makes {@link Hmac} security from expressions that begin with {@code hmac}. Immutable. */
public final class HmacProvider implements SecurityProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public HmacProvider() {}

    @Override
    public String shorthand() {
        return "hmac";
    }

    @Override
    public String syntax() {
        return "hmac:user?keys=FILE";
    }

    @Override
    public String summary() {
        return "signs messages with HMAC-SHA256, and refuses what is not signed, or comes twice";
    }

    @Override
    public Security create(Expression expression) {
        Options.allow(expression, "keys", "peer", "window", "nonces", "sinceStart");
        if (expression.positional().isEmpty()) {
            throw expression.error(
                    0, "user missing", "write hmac:user?keys=FILE, for example hmac:bob?keys=/etc/shorthand/keys");
        }
        String file = expression
                .option("keys")
                .filter(path -> !path.isEmpty())
                .orElseThrow(() -> expression.error(
                        expression.positional().length(),
                        "keys missing",
                        "name the file with the keys, for example hmac:bob?keys=/etc/shorthand/keys"));
        Duration window = expression.duration("window", Duration.ofMinutes(5));
        int nonces = expression.size("nonces", 100_000);
        boolean sinceStart = expression.flag("sinceStart", false);
        try {
            Hmac.Builder builder = Hmac.builder(expression.positional(), Path.of(file))
                    .window(window)
                    .nonces(nonces)
                    .sinceStart(sinceStart);
            expression.option("peer").ifPresent(builder::peer);
            return builder.build();
        } catch (InvalidPathException e) {
            throw in(expression, "keys is no path of a file: " + e.getReason());
        } catch (IOException | IllegalArgumentException e) {
            throw in(expression, String.valueOf(e.getMessage()));
        }
    }

    private static ExpressionException in(Expression expression, String problem) {
        return new ExpressionException(problem + "; in \"" + Quoted.shorten(expression.text()) + "\"");
    }
}
