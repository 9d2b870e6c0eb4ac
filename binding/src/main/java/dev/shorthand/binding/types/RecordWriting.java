package dev.shorthand.binding.types;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.ValueWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Writes the records of one class as maps. Immutable; safe for any thread. */
final class RecordWriting implements Binder.Writing {
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private final String[] names;
    private final MethodHandle[] getters;

    private RecordWriting(String[] names, MethodHandle[] getters) {
        this.names = names;
        this.getters = getters;
    }

    /** Makes one; a class that is closed to us fails each time it is written, until its module opens it. */
    static Binder.Writing of(Class<?> type) {
        try {
            return make(type);
        } catch (IllegalArgumentException e) {
            return (value, to, out, depth) -> again(type).write(value, to, out, depth);
        }
    }

    private static RecordWriting again(Class<?> type) {
        try {
            return make(type);
        } catch (IllegalArgumentException e) {
            throw new EncodeException(String.valueOf(e.getMessage()));
        }
    }

    private static RecordWriting make(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        String[] names = new String[components.length];
        for (int i = 0; i < components.length; i++) {
            names[i] = RecordShape.nameOf(components[i]);
        }
        return new RecordWriting(names, getters(components));
    }

    /** Returns what {@link #get} takes, for each component. */
    static MethodHandle[] getters(RecordComponent[] components) {
        MethodHandle[] getters = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            getters[i] = Access.handle(components[i].getAccessor(), null).asType(GETTER);
        }
        return getters;
    }

    @Override
    public void write(Object value, Conversions to, ValueWriter out, int depth) {
        Conversions.enter(depth);
        out.beginMap(names.length);
        int i = 0;
        try {
            for (; i < names.length; i++) {
                out.writeName(names[i]);
                to.write(get(getters[i], value), out, depth + 1);
            }
        } catch (EncodeException e) {
            throw Conversions.under(names[i], e, depth);
        }
        out.endMap();
    }

    /** Returns a component; what its accessor throws is an {@link EncodeException}. */
    static @Nullable Object get(MethodHandle getter, Object value) {
        try {
            return (Object) getter.invokeExact(value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new EncodeException("its accessor threw " + e);
        }
    }
}
