package dev.shorthand.binding.types;

import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that travels as text, such as an Instant or a UUID; also as a map's key. Immutable. */
final class TextShape extends Shape {
    private final Class<?> type;
    private final Function<String, Object> parser;

    /** Makes one; the parser throws DateTimeException or IllegalArgumentException for other text. */
    TextShape(Class<?> type, String expected, Function<String, Object> parser) {
        super(expected);
        this.type = type;
        this.parser = parser;
    }

    /** Returns the value, or null if the text is of another form. */
    @Nullable
    Object parse(String text) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    boolean fits(Object value) {
        return type.isInstance(value);
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        Token token = in.token();
        if (token == Token.NULL) {
            return null;
        }
        if (token == Token.OBJECT) {
            return readObject(in);
        }
        Object value = token == Token.STRING ? parse(in.string()) : null;
        if (type.isInstance(value)) {
            return value;
        }
        throw mismatch(in);
    }
}
