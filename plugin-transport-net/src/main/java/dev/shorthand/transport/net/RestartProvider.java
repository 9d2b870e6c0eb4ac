package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps a transport alive for {@code restart:10:…}. Immutable. */
public final class RestartProvider implements TransportProvider {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");

    /** Made by {@link java.util.ServiceLoader}. */
    public RestartProvider() {}

    @Override
    public String shorthand() {
        return "restart";
    }

    @Override
    public String syntax() {
        return "restart:seconds:transport";
    }

    @Override
    public String summary() {
        return "a transport that is opened again when it has ended";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        return open(expression, limits, Plugins.installed());
    }

    @Override
    public Transport open(Expression expression, Limits limits, Plugins plugins) throws IOException {
        expression.allowOptions("cap", "waiting");
        String text = expression.positional();
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw expression.error(
                    0, "no transport", "write restart:seconds:transport, for example restart:10:tcp:localhost:8888");
        }
        Duration interval = interval(expression, text.substring(0, colon));
        String child = child(expression, text, colon + 1);
        Options.refuseLimits(expression, child, limits);
        Restart.Builder builder =
                Restart.of(child, () -> plugins.transport(child, limits)).waiting(expression.flag("waiting", false));
        Options.set(expression, () -> builder.interval(interval).cap(expression.duration("cap", Restart.DEFAULT_CAP)));
        return builder.open();
    }

    private static Duration interval(Expression expression, String text) {
        if (text.isEmpty()) {
            return Restart.DEFAULT_INTERVAL;
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw expression.error(0, "no time before the second colon", "write for example 10, 500ms or 2m");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (String.valueOf(time.group(2))) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** Returns the expression behind the interval, without the parentheses that keep its options its own. */
    private static String child(Expression expression, String text, int from) {
        String child = text.substring(from);
        if (child.isEmpty()) {
            throw expression.error(from, "no transport", "write for example restart:10:tcp:localhost:8888");
        }
        return child.startsWith("(") && child.endsWith(")") ? child.substring(1, child.length() - 1) : child;
    }
}
