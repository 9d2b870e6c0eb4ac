package dev.shorthand.binding.types;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Nearest;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants of an enum, by name. Immutable. */
final class EnumShape extends Shape {
    private static final int MOST_NAMED = 20;

    private final Class<?> type;
    private final Map<String, Object> constants;

    private EnumShape(Class<?> type, Map<String, Object> constants) {
        super("one of " + names(constants));
        this.type = type;
        this.constants = constants;
    }

    static EnumShape of(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
        return new EnumShape(type, constants);
    }

    private static String names(Map<String, Object> constants) {
        String all =
                String.join(", ", constants.keySet().stream().limit(MOST_NAMED).toList());
        return constants.size() > MOST_NAMED ? all + ", … (" + constants.size() + " in all)" : all;
    }

    @Override
    boolean fits(Object value) {
        return type.isInstance(value);
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        Token token = in.token();
        if (token == Token.STRING) {
            return constant(in.string());
        }
        if (token == Token.NULL) {
            return null;
        }
        if (token == Token.OBJECT) {
            return readObject(in);
        }
        throw mismatch(in);
    }

    /** Returns the constant of that name. */
    Object constant(String name) {
        Object constant = constants.get(name);
        if (constant == null) {
            String nearest = Nearest.to(name, constants.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new MismatchException(
                    "expected " + expected() + ", got a string \"" + Quoted.shorten(name) + '"' + nearest);
        }
        return constant;
    }
}
