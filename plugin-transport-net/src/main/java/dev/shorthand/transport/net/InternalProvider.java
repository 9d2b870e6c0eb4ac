package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Expression;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.util.List;

/** Joins the bus that an expression which begins with {@code internal} names. Immutable. */
public final class InternalProvider implements TransportProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public InternalProvider() {}

    @Override
    public String shorthand() {
        return "internal";
    }

    @Override
    public String syntax() {
        return "internal:bus:name";
    }

    @Override
    public String summary() {
        return "a bus within this process: with all who join it, or with one of them (to=name); objects=true sends no copies";
    }

    @Override
    public Transport open(Expression expression, Limits limits) throws IOException {
        expression.allowOptions("to", "objects");
        List<String> parts = expression.parts();
        if (parts.size() > 2) {
            throw expression.error(
                    parts.get(0).length() + 1 + parts.get(1).length(), "one colon too many", "write internal:bus:name");
        }
        Internal.Builder[] builder = new Internal.Builder[1];
        Options.set(expression, () -> {
            builder[0] = Internal.bus(parts.get(0).isEmpty() ? Internal.DEFAULT_BUS : parts.get(0));
            if (parts.size() > 1) {
                builder[0].name(parts.get(1));
            }
            expression.option("to").ifPresent(builder[0]::to);
            builder[0].limits(limits).objects(expression.flag("objects", false));
        });
        return builder[0].open();
    }
}
