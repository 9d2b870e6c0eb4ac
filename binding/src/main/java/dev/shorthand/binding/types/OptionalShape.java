package dev.shorthand.binding.types;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that need not be there: null and nothing are both empty. Immutable. */
final class OptionalShape extends Shape {
    private final Shape element;
    private final Object empty;
    private final Function<Object, Object> wrap;

    private OptionalShape(Shape element, Object empty, Function<Object, Object> wrap) {
        super(element.expected());
        this.element = element;
        this.empty = empty;
        this.wrap = wrap;
    }

    static OptionalShape of(Shape element) {
        return new OptionalShape(element, Optional.empty(), Optional::of);
    }

    /** Returns the shape of OptionalInt and its kin, or null for any other class. */
    static @Nullable OptionalShape ofPrimitive(Class<?> type) {
        if (type == OptionalInt.class) {
            return new OptionalShape(
                    IntegerShape.ofInt(true), OptionalInt.empty(), value -> OptionalInt.of((int) value));
        }
        if (type == OptionalLong.class) {
            return new OptionalShape(
                    IntegerShape.ofLong(true), OptionalLong.empty(), value -> OptionalLong.of((long) value));
        }
        if (type == OptionalDouble.class) {
            Shape number = requireNonNull(Scalars.of(double.class));
            return new OptionalShape(number, OptionalDouble.empty(), value -> OptionalDouble.of((double) value));
        }
        return null;
    }

    @Override
    public boolean mayBeAbsent() {
        return true;
    }

    @Override
    public Object absent() {
        return empty;
    }

    @Override
    boolean fits(Object value) {
        if (!(value instanceof Optional<?> optional)) {
            return empty.getClass().isInstance(value);
        }
        return empty instanceof Optional && (optional.isEmpty() || element.fits(optional.get()));
    }

    @Override
    public Object read(ValueReader in) {
        if (in.token() == Token.NULL) {
            return empty;
        }
        if (in.token() == Token.OBJECT) {
            Object object = in.object();
            if (object != null && fits(object)) {
                return object;
            }
            if (object instanceof Optional) {
                // Perhaps an empty one, which the element is not asked for.
                return read(new TreeReader(object));
            }
        }
        Object value = element.read(in);
        return value == null ? empty : wrap.apply(value);
    }
}
