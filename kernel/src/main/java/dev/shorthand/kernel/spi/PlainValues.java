package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values of which nobody has said what types they should have. Safe for any thread. */
final class PlainValues {
    /** Gives plain values to every method and every caller. */
    static final Binding BINDING = new Binding() {
        @Override
        public Params readParams(String method, ValueReader in) {
            return PlainValues.readParams(in);
        }

        @Override
        public @Nullable Object readResult(Id id, ValueReader in) {
            return PlainValues.read(in);
        }
    };

    private PlainValues() {}

    /**
     * Reads arguments: a map as named ones, a list as positional ones, null as absent ones, and any other value as the only
     * positional one, which is what quickrpc makes of it.
     *
     * @param in stands on the first token
     * @return plain arguments
     */
    static Params readParams(ValueReader in) {
        Token token = in.token();
        if (token == Token.NULL) {
            return Params.absent();
        }
        if (token == Token.MAP) {
            return Params.named(readMap(in));
        }
        if (token == Token.LIST) {
            return Params.positional(readList(in).toArray());
        }
        return Params.positional(read(in));
    }

    /**
     * Reads one value.
     *
     * @param in stands on the first token
     * @return a plain value
     */
    static @Nullable Object read(ValueReader in) {
        return switch (in.token()) {
            case NULL -> null;
            case TRUE -> true;
            case FALSE -> false;
            case LONG -> in.longValue();
            case BIG_INTEGER -> in.bigInteger();
            case DOUBLE -> in.doubleValue();
            case DECIMAL -> in.bigDecimal();
            case STRING -> in.string();
            case BYTES -> in.bytes();
            case OBJECT -> in.object();
            case LIST -> readList(in);
            case MAP -> readMap(in);
            case NAME, END_LIST, END_MAP ->
                throw new IllegalStateException(
                        "a value cannot begin with " + in.token().description());
        };
    }

    // Recursion is bounded by the reader, which refuses nesting over the limit.
    private static List<@Nullable Object> readList(ValueReader in) {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.next() != Token.END_LIST) {
            list.add(read(in));
        }
        return list;
    }

    private static Map<String, @Nullable Object> readMap(ValueReader in) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.next() != Token.END_MAP) {
            String name = in.string();
            in.next();
            map.put(name, read(in));
        }
        return map;
    }
}
