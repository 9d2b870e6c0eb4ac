package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens several transports as one for {@code mux:(…)(…)}. Immutable. */
public final class MuxProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public MuxProvider() {}

    @Override
    public String shorthand() {
        return "mux";
    }

    @Override
    public String syntax() {
        return "mux:(transport)(transport)…";
    }

    @Override
    public String summary() {
        return "several transports as one";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        return open(expression, limits, Plugins.installed());
    }

    @Override
    public Transport open(Expression expression, Limits limits, Plugins plugins) throws IOException {
        expression.allowOptions();
        List<String> parts = parts(expression);
        parts.forEach(part -> Options.refuseLimits(expression, part, limits));
        List<Transport> opened = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        try {
            for (String part : parts) {
                try {
                    opened.add(plugins.transport(part, limits));
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        } catch (RuntimeException e) {
            opened.forEach(Transport::close);
            throw e;
        }
        if (!failures.isEmpty()) {
            opened.forEach(Transport::close);
            throw Mux.together("cannot open " + expression, failures);
        }
        return Mux.of(opened.toArray(Transport[]::new));
    }

    private static List<String> parts(Expression expression) {
        String text = expression.positional();
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && c != '(') {
                throw expression.error(i, "no parenthesis", "put each transport in one: mux:(tcpserv::8888)(stdio:)");
            }
            if (c == '(' && depth++ == 0) {
                from = i + 1;
            } else if (c == ')' && --depth == 0) {
                parts.add(text.substring(from, i));
            }
        }
        if (parts.isEmpty()) {
            throw expression.error(0, "no transport", "write for example mux:(tcpserv::8888)(stdio:)");
        }
        return parts;
    }
}
