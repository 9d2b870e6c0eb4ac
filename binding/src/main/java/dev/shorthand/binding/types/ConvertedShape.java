package dev.shorthand.binding.types;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** A type that travels as another, with a converter. Immutable once the shape of that other is there. */
final class ConvertedShape extends Shape {
    private final Class<?> type;
    private final Converter<Object, Object> converter;

    /** Filled in after the making, as what travels may contain the type itself. */
    @Nullable
    Shape wire;

    ConvertedShape(Class<?> type, Converter<Object, Object> converter) {
        super(type.getSimpleName());
        this.type = type;
        this.converter = converter;
    }

    @Override
    boolean fits(Object value) {
        return type.isInstance(value);
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (in.token() == Token.OBJECT) {
            Object object = in.object();
            if (type.isInstance(object)) {
                return object;
            }
        }
        Object travelled = requireNonNull(wire).read(in);
        return travelled == null ? null : fromWire(travelled);
    }

    @Override
    public @Nullable Object convert(@Nullable Object plain) {
        return type.isInstance(plain) ? plain : super.convert(plain);
    }

    private Object fromWire(Object travelled) {
        Object value;
        try {
            value = converter.fromWire(travelled);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(travelled, e.getMessage());
        } catch (RuntimeException e) {
            // Not written for the peer, as those above are.
            throw refused(travelled, null);
        }
        if (!type.isInstance(value)) {
            throw refused(travelled, null);
        }
        return value;
    }

    private MismatchException refused(Object travelled, @Nullable String why) {
        TreeReader in = new TreeReader(travelled);
        // Of an object no more could be said than its class, which is none of the peer's business.
        String got = in.token() == Token.OBJECT ? "one that is refused" : Found.at(in);
        return new MismatchException(
                "expected " + expected() + ", got " + got + (why == null ? "" : ": " + Quoted.shorten(why)));
    }
}
