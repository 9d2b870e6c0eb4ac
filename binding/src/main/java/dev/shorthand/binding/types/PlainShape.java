package dev.shorthand.binding.types;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.spi.ValueReader;
import org.jspecify.annotations.Nullable;

/** Whatever comes: kept as a plain value for Object, passed over for void. Immutable. */
final class PlainShape extends Shape {
    static final PlainShape OBJECT = new PlainShape("any value", true);
    static final PlainShape VOID = new PlainShape("nothing", false);

    private final boolean kept;

    private PlainShape(String expected, boolean kept) {
        super(expected);
        this.kept = kept;
    }

    @Override
    boolean fits(Object value) {
        return true;
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (kept) {
            return Conversions.readPlain(in);
        }
        in.skip();
        return null;
    }

    @Override
    public @Nullable Object convert(@Nullable Object plain) {
        return kept ? plain : null;
    }
}
