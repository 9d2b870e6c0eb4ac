package dev.shorthand.binding.types;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Shape} of a Java type.
 *
 * <p>Shapes of classes are kept with the class, and go when its class loader goes; those of generic types are put together each
 * time, around the kept ones. Safe for any thread.
 */
public final class Shapes {
    private static final ClassValue<Slot> SLOTS = new ClassValue<>() {
        @Override
        protected Slot computeValue(Class<?> type) {
            return new Slot();
        }
    };

    private Shapes() {}

    /**
     * Returns the shape of a type, which may be a class or generic.
     *
     * @param type for example {@code int.class}, or what {@link java.lang.reflect.Method#getGenericReturnType} gives
     * @return the shape
     * @throws IllegalArgumentException if it, or a type within it, cannot be read from the wire; the message names that type,
     *                                  where it stands and what to use instead
     */
    public static Shape of(Type type) {
        if (!(type instanceof Class<?> known)) {
            return of(Generics.resolve(type, Map.of()), "", Converters.NONE);
        }
        Shape scalar = Scalars.of(known);
        if (scalar != null) {
            return scalar;
        }
        Slot slot = SLOTS.get(known);
        Shape kept = slot.shape;
        if (kept == null) {
            kept = of(Generics.resolve(known, Map.of()), "", Converters.NONE);
            slot.shape = kept;
        }
        return kept;
    }

    /** Returns the shape of a resolved type, of which errors say that it stands at {@code where}, unless that is empty. */
    static Shape of(Resolved type, String where, Converters converters) {
        ShapeMaker maker = new ShapeMaker(converters);
        Shape shape = maker.make(type, where);
        if (!converters.isEmpty()) {
            // It may hold what others do not convert.
            return shape;
        }
        // Only now, as all are whole: a record may contain itself.
        maker.records().forEach((made, record) -> {
            if (made.arguments().isEmpty()) {
                SLOTS.get(made.raw()).shape = record;
            }
        });
        return shape;
    }

    /** Returns the shape of a class if it was made before. */
    static @Nullable Shape kept(Class<?> type) {
        return SLOTS.get(type).shape;
    }

    /** Holds the shape of one class. */
    private static final class Slot {
        // Volatile, so that another thread sees the record's fields whole.
        volatile @Nullable Shape shape;
    }
}
