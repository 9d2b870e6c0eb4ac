package dev.shorthand.binding.types;

import dev.shorthand.binding.Named;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.MismatchException;
import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Records, from maps with their components' names. Immutable once the shapes of its fields are there. */
final class RecordShape extends Shape {
    final Fields fields;
    private final Class<?> type;
    private final MethodHandle constructor;

    // Of a generic record, whose class does not say what is in it; else empty.
    private final MethodHandle[] getters;

    private RecordShape(Class<?> type, String[] names, MethodHandle constructor, MethodHandle[] getters) {
        super(names.length == 0 ? "a map" : "a map with " + String.join(", ", names));
        this.type = type;
        this.fields = Fields.ofComponents(names);
        this.constructor = constructor;
        this.getters = getters;
    }

    /** Makes one whose fields have no shapes yet. */
    static RecordShape of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        String[] names = Arrays.stream(components).map(RecordShape::nameOf).toArray(String[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            MethodHandle spread = Access.handle(canonical)
                    .asFixedArity()
                    .asSpreader(Object[].class, names.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            boolean generic = type.getTypeParameters().length > 0;
            return new RecordShape(
                    type, names, spread, generic ? RecordWriting.getters(components) : new MethodHandle[0]);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record without its canonical constructor: " + type, e);
        }
    }

    /** Returns the name that a component has on the wire. */
    static String nameOf(RecordComponent component) {
        Named named = component.getAnnotation(Named.class);
        return (named == null ? component.getName() : named.value()).intern();
    }

    @Override
    boolean fits(Object value) {
        if (!type.isInstance(value)) {
            return false;
        }
        for (int i = 0; i < getters.length; i++) {
            Object component = RecordWriting.get(getters[i], value);
            if (component != null && !fields.shapes[i].fits(component)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Object read(ValueReader in) {
        if (in.token() == Token.OBJECT) {
            return readObject(in);
        }
        return entersMap(in) ? make(fields.readMap(in)) : null;
    }

    private Object make(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // What the record's own checks refuse, its sender should hear of; not our class names, though.
            throw new MismatchException(
                    e.getMessage() == null ? "refused" : "refused: " + Quoted.shorten(e.getMessage()));
        }
    }
}
