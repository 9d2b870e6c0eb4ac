package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.util.Map;

/** Takes the request that a web server has started this process for, for {@code cgi:}. Immutable. */
public final class CgiProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public CgiProvider() {}

    @Override
    public String shorthand() {
        return "cgi";
    }

    @Override
    public String syntax() {
        return "cgi:";
    }

    @Override
    public String summary() {
        return "one request of a web server, answered on standard output; other output goes to stderr";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        return open(expression, limits, System.getenv());
    }

    Transport open(Expression expression, Limits limits, Map<String, String> environment) throws IOException {
        expression.allowOptions("contentType", "timeout");
        StdioProvider.refusePositional(expression);
        Cgi.Builder builder = Cgi.request().maxFrame(limits.maxFrame());
        Options.set(
                expression,
                () -> builder.contentType(expression.option("contentType").orElse(Cgi.DEFAULT_CONTENT_TYPE))
                        .timeout(expression.duration("timeout", Cgi.DEFAULT_TIMEOUT)));
        return builder.open(environment);
    }
}
