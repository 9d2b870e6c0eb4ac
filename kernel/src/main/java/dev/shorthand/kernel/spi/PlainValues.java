package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.engine.Nullable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values of which nobody has said what types they should have. Safe for any thread. */
final class PlainValues implements Binding {
    /** Gives plain values to every method and every caller. */
    static final Binding BINDING = new PlainValues();

    private PlainValues() {}

    /**
     * Reads arguments: a map as named ones, a list as positional ones, null as absent ones, and any other value as the only
     * positional one, which is what quickrpc makes of it.
     */
    @Override
    public Params readParams(String method, ValueReader in) {
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

    @Override
    public @Nullable Object readResult(Id id, ValueReader in) {
        return read(in);
    }

    // The most frequent first.
    private static @Nullable Object read(ValueReader in) {
        Token token = in.token();
        if (token == Token.STRING) {
            return in.string();
        }
        if (token == Token.LONG) {
            return in.longValue();
        }
        if (token == Token.MAP) {
            return readMap(in);
        }
        if (token == Token.LIST) {
            return readList(in);
        }
        if (token == Token.DOUBLE) {
            return in.doubleValue();
        }
        if (token == Token.TRUE || token == Token.FALSE) {
            return token == Token.TRUE;
        }
        return token == Token.NULL ? null : readRare(token, in);
    }

    private static @Nullable Object readRare(Token token, ValueReader in) {
        if (token == Token.BIG_INTEGER) {
            return in.bigInteger();
        }
        if (token == Token.DECIMAL) {
            return in.bigDecimal();
        }
        if (token == Token.BYTES) {
            return in.bytes();
        }
        if (token == Token.OBJECT) {
            return in.object();
        }
        throw new IllegalStateException("a value cannot begin with " + token.description());
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
        for (String name = in.nextMember(); name != null; name = in.nextMember()) {
            map.put(name, read(in));
        }
        return map;
    }
}
