package dev.shorthand.binding.types;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Converter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The converters of a dispatcher or an endpoint, which decide at its registration how a method's values are read. Immutable and safe for any thread.
 *
 * <p>What is made with some of them is kept with them, and not with its class: another endpoint has others.
 */
public final class Converters {
    /** None: what most endpoints have. */
    public static final Converters NONE = new Converters(List.of(), false);

    // Samples of what travels by itself: a converter for one of these, or for a supertype, would convert far too much.
    private static final List<Class<?>> KNOWN = List.of(
            String.class,
            Long.class,
            Instant.class,
            ArrayList.class,
            LinkedHashSet.class,
            LinkedHashMap.class,
            Optional.class,
            Promise.class,
            Caller.class,
            Void.class);

    private final List<Converter<?, ?>> all;

    // Whether arguments need not match the parameters.
    private final boolean lenient;

    private final ClassValue<ProxyMethods> proxies = new ClassValue<>() {
        @Override
        protected ProxyMethods computeValue(Class<?> contract) {
            return ProxyMethods.read(contract, Converters.this);
        }
    };

    private Converters(List<Converter<?, ?>> all, boolean lenient) {
        this.all = all;
        this.lenient = lenient;
    }

    /**
     * Returns these for methods whose arguments need not match their parameters: what is too much is dropped, and what is missing is null or zero.
     *
     * @return new converters, or these
     */
    public Converters lenient() {
        return lenient ? this : new Converters(all, true);
    }

    boolean isLenient() {
        return lenient;
    }

    /**
     * Returns these and one more.
     *
     * @param added the one more; one that is there already changes nothing
     * @return new converters, or these
     * @throws IllegalArgumentException if its type has a converter already, travels by itself, or is to travel as one that has a converter
     */
    public Converters with(Converter<?, ?> added) {
        if (all.contains(added)) {
            return this;
        }
        Class<?> type = added.type();
        for (Converter<?, ?> other : all) {
            if (other.type() == type) {
                throw new IllegalArgumentException("two converters are for " + type.getName() + ": " + name(other)
                        + " and " + name(added) + "; keep one");
            }
        }
        if (travels(type)) {
            throw new IllegalArgumentException(name(added) + " is for " + type.getName()
                    + ", but that travels by itself, or what does is one too; convert a type of your own");
        }
        List<Converter<?, ?>> longer = new ArrayList<>(all);
        longer.add(added);
        Converters more = new Converters(List.copyOf(longer), lenient);
        for (Converter<?, ?> one : longer) {
            Converter<?, ?> next = more.of(one.wireType());
            if (next != null) {
                throw new IllegalArgumentException(
                        name(one) + " has " + one.type().getName() + " travel as "
                                + one.wireType().getName() + ", which does not travel by itself but with " + name(next)
                                + "; let it travel as another type, for example String");
            }
        }
        return more;
    }

    private static boolean travels(Class<?> type) {
        return type.isPrimitive()
                || type.isArray()
                || Scalars.of(type) != null
                || OptionalShape.ofPrimitive(type) != null
                || KNOWN.stream().anyMatch(type::isAssignableFrom);
    }

    /** Returns a converter as errors name it. */
    private static String name(Converter<?, ?> converter) {
        Class<?> type = converter.getClass();
        return type.getName()
                + (type.getModule().isNamed() ? " in module " + type.getModule().getName() : "");
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Returns the converter for a type: its own, or the one for the nearest of its supertypes; null if there is none.
     *
     * @throws IllegalArgumentException if several are as near
     */
    @Nullable
    Converter<?, ?> of(Class<?> type) {
        if (all.isEmpty() || Scalars.of(type) != null) {
            return null;
        }
        List<Converter<?, ?>> fitting = new ArrayList<>(all);
        fitting.removeIf(converter -> !converter.type().isAssignableFrom(type));
        for (Converter<?, ?> one : fitting) {
            if (fitting.stream().allMatch(other -> other.type().isAssignableFrom(one.type()))) {
                return one;
            }
        }
        if (!fitting.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " fits two converters alike: " + name(fitting.get(0))
                    + " and " + name(fitting.get(1)) + "; add one for " + type.getName() + " itself");
        }
        return null;
    }

    ProxyMethods proxyMethods(Class<?> contract) {
        return proxies.get(contract);
    }

    /** Returns how values of a class are written where these converters apply; null for those that are plain and for those that cannot be sent. */
    Binder.@Nullable Writing writing(Class<?> type) {
        try {
            Converter<?, ?> converter = of(type);
            return converter == null ? Writings.of(type) : converting(untyped(converter));
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            return (value, to, out, depth) -> {
                throw new EncodeException(problem);
            };
        }
    }

    private static Binder.Writing converting(Converter<Object, Object> converter) {
        return (value, to, out, depth) -> {
            // Counts as a level, so that one which never comes to an end is found out.
            Conversions.enter(depth);
            to.write(toWire(converter, value), out, depth + 1);
        };
    }

    private static Object toWire(Converter<Object, Object> converter, Object value) {
        try {
            return converter.toWire(value);
        } catch (RuntimeException e) {
            throw new EncodeException("the converter " + name(converter) + " threw " + e);
        }
    }

    /** Returns a converter without its types, which its caller has checked. */
    @SuppressWarnings("unchecked") // it only gets values of its type() and its wireType()
    static Converter<Object, Object> untyped(Converter<?, ?> converter) {
        return (Converter<Object, Object>) converter;
    }
}
