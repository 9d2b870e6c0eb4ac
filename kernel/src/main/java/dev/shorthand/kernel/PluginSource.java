package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.Plugins.Kind;
import dev.shorthand.kernel.Plugins.Plugin;
import dev.shorthand.kernel.spi.Binder;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where providers and converters are found: among all that the application has itself, or in the jars of a directory alone. One that cannot be
 * used is logged, with its module and jar, and the others go on. Immutable.
 */
final class PluginSource {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSource.class);

    private final @Nullable ModuleLayer layer;
    private final ClassLoader loader;
    private final boolean all;
    private final Supplier<Map<String, String>> declared;

    private PluginSource(
            @Nullable ModuleLayer layer, ClassLoader loader, boolean all, Supplier<Map<String, String>> declared) {
        this.layer = layer;
        this.loader = loader;
        this.all = all;
        this.declared = declared;
    }

    /** Returns the source of what the application has itself, as modules and on its class path. */
    static PluginSource installed() {
        ClassLoader loader = PluginSource.class.getClassLoader();
        return new PluginSource(null, loader, true, () -> Declarations.installed(loader));
    }

    /** Returns the source of what the modules of one layer provide, without those of its parents. */
    static PluginSource of(ModuleLayer layer, ClassLoader parent) {
        return new PluginSource(layer, parent, false, () -> Declarations.of(layer));
    }

    /**
     * Returns the source of what one class loader has, without its parents.
     *
     * @param declared the names of its provider classes, each with its jar
     */
    static PluginSource of(ClassLoader loader, Map<String, String> declared) {
        return new PluginSource(null, loader, false, () -> declared);
    }

    /** Builds the providers of one kind, those without fault. */
    <P extends Provider> List<Loaded<P>> load(Kind kind, Class<P> service) {
        return load(kind + " provider", service, type -> loaded(kind, type.get(), type.type()));
    }

    /** Builds the converters, those without fault. */
    List<Converter<?, ?>> converters() {
        return load("converter", Converter.class, ServiceLoader.Provider::get);
    }

    /** Builds the binders, those without fault. */
    List<Binder> binders() {
        return load("binder", Binder.class, ServiceLoader.Provider::get);
    }

    private <S, B> List<B> load(
            String what, Class<S> service, Function<? super ServiceLoader.Provider<S>, ? extends B> builder) {
        ServiceLoader<S> services =
                layer == null ? ServiceLoader.load(service, loader) : ServiceLoader.load(layer, service);
        List<B> found = new ArrayList<>();
        Iterator<ServiceLoader.Provider<S>> types = services.stream().iterator();
        while (true) {
            try {
                if (!types.hasNext()) {
                    return List.copyOf(found);
                }
                ServiceLoader.Provider<S> type = types.next();
                if (owns(type.type())) {
                    build(what, type, builder).ifPresent(found::add);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                warn(what, e);
            }
        }
    }

    // The parents' providers are found, too, and have been taken from the source that is theirs.
    private boolean owns(Class<?> type) {
        return all
                || (layer == null
                        ? type.getClassLoader() == loader
                        : type.getModule().getLayer() == layer);
    }

    // What a provider says of itself is asked here and once, so that one that throws troubles nobody later.
    static <P extends Provider> Loaded<P> loaded(Kind kind, P provider, Class<?> type) {
        return new Loaded<>(
                provider,
                new Plugin(
                        kind,
                        requireNonNull(provider.shorthand(), "shorthand"),
                        requireNonNull(provider.syntax(), "syntax"),
                        requireNonNull(provider.summary(), "summary"),
                        Declarations.moduleOf(type),
                        Declarations.locationOf(type)));
    }

    private static <S, B> Optional<B> build(
            String what,
            ServiceLoader.Provider<S> type,
            Function<? super ServiceLoader.Provider<S>, ? extends B> builder) {
        try {
            return Optional.of(builder.apply(type));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            LOG.warn("the {} {} is left out: {}", what, Declarations.describe(type.type()), reason(e), e);
            return Optional.empty();
        }
    }

    // There is no class to ask where it is from, only the error that its loading ended with.
    private void warn(String what, Throwable e) {
        List<String> suspects = suspects(String.valueOf(e.getMessage()));
        if (!suspects.isEmpty()) {
            LOG.warn("the {} {} is left out: {}", what, String.join(" or ", suspects), reason(e), e);
        } else if (all) {
            LOG.warn("a {} is left out: {}", what, reason(e), e);
        }
        // Otherwise it is one of the parents', which has been logged before.
    }

    private List<String> suspects(String message) {
        Map<String, String> places = declared.get();
        // The longest first: org.example.Rot is part of org.example.Rot13.
        Optional<String> named =
                places.keySet().stream().filter(message::contains).max(Comparator.comparingInt(String::length));
        return named
                .map(List::of)
                .orElseGet(() ->
                        places.keySet().stream().filter(this::cannotBeLoaded).toList())
                .stream()
                .map(type -> type + " in " + places.get(type))
                .toList();
    }

    private boolean cannotBeLoaded(String type) {
        try {
            Class.forName(type, false, loader);
            return false;
        } catch (ClassNotFoundException | LinkageError e) {
            // Modules of a layer are not known to this loader, but their errors have named them already.
            return layer == null;
        }
    }

    /** Returns in one line what went wrong, and the mend where there is one. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof ServiceConfigurationError || cause instanceof ExceptionInInitializerError) {
            Throwable inner = cause.getCause();
            if (inner == null) {
                break;
            }
            cause = inner;
        }
        String message = String.valueOf(cause.getMessage());
        // "Could not initialize class …" is the other message of this error.
        if (cause instanceof NoClassDefFoundError && !message.contains(" ")) {
            return "it needs " + message.replace('/', '.')
                    + ", which is missing; put the library that has it beside the plugin";
        }
        return cause instanceof ServiceConfigurationError ? message : Quoted.shorten(cause.toString());
    }
}
