package dev.shorthand.binding.types;

import dev.shorthand.binding.Public;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Remote;
import dev.shorthand.kernel.RemoteOptions;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.TypedHandler;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds interfaces by looking at their methods. Immutable and safe for any thread. */
public final class ReflectiveBinder implements Binder {
    private final Converters converters;

    // What is kept here must not refer to this binder, or a class that outlives it would hold it.
    private final ClassValue<Writing> writings = new ClassValue<>() {
        @Override
        protected Writing computeValue(Class<?> type) {
            Writing writing = converters.writing(type);
            return writing == null ? Conversions.plain(type) : writing;
        }
    };

    /** Makes the binder without converters; the kernel finds it as a service. */
    public ReflectiveBinder() {
        this(Converters.NONE);
    }

    private ReflectiveBinder(Converters converters) {
        this.converters = converters;
    }

    /**
     * Returns the converters that a binder has.
     *
     * @param binder of an endpoint
     * @return none where it is not one of these
     */
    public static Converters convertersOf(Binder binder) {
        return binder instanceof ReflectiveBinder reflective ? reflective.converters : Converters.NONE;
    }

    @Override
    public Binder with(Converter<?, ?> added) {
        Converters more = converters.with(added);
        return more == converters ? this : new ReflectiveBinder(more);
    }

    @Override
    public Binder lenient() {
        Converters more = converters.lenient();
        return more == converters ? this : new ReflectiveBinder(more);
    }

    @Override
    public Map<String, TypedHandler> handlers(
            Class<?> contract, String prefix, Object target, MethodHandles.@Nullable Lookup lookup) {
        MethodHandles.Lookup needed = Access.isOpen(contract) ? null : lookup;
        return handlers(Signature.allOf(contract, method -> false, converters), prefix, target, needed);
    }

    @Override
    public Map<String, TypedHandler> publicHandlers(Object target, String prefix) {
        Class<?> type = target.getClass();
        List<Signature> marked = Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Public.class) && !method.isBridge())
                .map(method -> Signature.of(method, type, converters))
                .toList();
        if (marked.isEmpty()) {
            throw new IllegalArgumentException(
                    "no public method of " + type.getName() + " is marked @Public; mark those that peers may call");
        }
        return handlers(marked, prefix, target, null);
    }

    private static Map<String, TypedHandler> handlers(
            List<Signature> signatures, String prefix, Object target, MethodHandles.@Nullable Lookup lookup) {
        Map<String, TypedHandler> handlers = new LinkedHashMap<>();
        for (Signature signature : signatures) {
            Signature prefixed = signature.withPrefix(prefix);
            if (handlers.put(prefixed.name(), HandlerMethod.of(prefixed, target, lookup)) != null) {
                throw new IllegalArgumentException("two methods of "
                        + signature.method().getDeclaringClass().getName() + " have the name \"" + signature.name()
                        + "\"; rename one with @Named");
            }
        }
        return handlers;
    }

    @Override
    public <T> T remote(Class<T> contract, Remote remote, RemoteOptions options) {
        return TypedProxy.of(contract, new CallsTo(remote, options), options.prefix(), options.isOneWay(), converters);
    }

    @Override
    public void open(Class<?> contract, MethodHandles.Lookup lookup) {
        Access.open(contract, lookup);
    }

    @Override
    public ClassValue<Writing> writings() {
        return writings;
    }

    @Override
    public @Nullable String keyName(@Nullable Object key) {
        return Keys.name(key);
    }
}
