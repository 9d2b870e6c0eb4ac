package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where providers and converters are found: among all that the application has itself, or in the jars of a directory alone. One that cannot be
 * used is logged, with its module and jar, and the others go on. Immutable and safe for any thread.
 *
 * <p>Of use only to a {@link dev.shorthand.kernel.spi.PluginDirectory}.
 */
public final class PluginSource {
    /** What the application has itself, as modules and on its class path. */
    static final PluginSource INSTALLED = new PluginSource(null, PluginSource.class.getClassLoader());

    private static final Logger LOG = LoggerFactory.getLogger(PluginSource.class);

    // The services whose providers are plugins.
    private static final List<String> SERVICES = List.of(
            CodecProvider.class.getName(),
            TransportProvider.class.getName(),
            SecurityProvider.class.getName(),
            Converter.class.getName());

    private final @Nullable ModuleLayer layer;
    private final ClassLoader loader;

    private PluginSource(@Nullable ModuleLayer layer, ClassLoader loader) {
        this.layer = layer;
        this.loader = loader;
    }

    /**
     * Returns the source of what the modules of one layer provide, without those of its parents.
     *
     * @param layer has the application's own as a parent
     * @return the source
     */
    public static PluginSource of(ModuleLayer layer) {
        return new PluginSource(layer, INSTALLED.loader);
    }

    /**
     * Returns the source of what one class loader has, without its parents.
     *
     * @param loader has the application's own as its parent
     * @return the source
     */
    public static PluginSource of(ClassLoader loader) {
        return new PluginSource(null, loader);
    }

    /** Builds the converters, those without fault. */
    List<Converter<?, ?>> converters() {
        return load("converter", Converter.class, ServiceLoader.Provider::get);
    }

    /** Builds the first provider of a service that has no fault, or returns null. */
    <S> @Nullable S first(String what, Class<S> service) {
        List<S> found = load(what, service, ServiceLoader.Provider::get);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Builds the providers of one service, those without fault. */
    <S, B> List<B> load(
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
                    build(what, type, builder, found);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                warn(what, e);
            }
        }
    }

    // The parents' providers are found, too, and have been taken from the source that is theirs.
    private boolean owns(Class<?> type) {
        return isInstalled()
                || (layer == null
                        ? type.getClassLoader() == loader
                        : type.getModule().getLayer() == layer);
    }

    private boolean isInstalled() {
        return layer == null && loader == INSTALLED.loader;
    }

    private static <S, B> void build(
            String what,
            ServiceLoader.Provider<S> type,
            Function<? super ServiceLoader.Provider<S>, ? extends B> builder,
            List<B> found) {
        try {
            found.add(builder.apply(type));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            LOG.warn("the {} {} is left out: {}", what, describe(type.type()), reason(e), e);
        }
    }

    // There is no class to ask where it is from, only the error that its loading ended with.
    private void warn(String what, Throwable e) {
        List<String> suspects = suspects(String.valueOf(e.getMessage()));
        if (!suspects.isEmpty()) {
            LOG.warn("the {} {} is left out: {}", what, String.join(" or ", suspects), reason(e), e);
        } else if (isInstalled()) {
            LOG.warn("a {} is left out: {}", what, reason(e), e);
        }
        // Otherwise it is one of the parents', which has been logged before.
    }

    private List<String> suspects(String message) {
        Map<String, String> declared = declared();
        String named = "";
        List<String> suspects = new ArrayList<>();
        for (String type : declared.keySet()) {
            // The longest: org.example.Rot is part of org.example.Rot13.
            if (message.contains(type) && type.length() > named.length()) {
                named = type;
            }
            // Modules of a layer are not known to this loader, but their errors name them.
            if (layer == null && cannotBeLoaded(type)) {
                suspects.add(type);
            }
        }
        List<String> places = new ArrayList<>();
        for (String type : named.isEmpty() ? suspects : List.of(named)) {
            places.add(type + " in " + declared.get(type));
        }
        return places;
    }

    private boolean cannotBeLoaded(String type) {
        try {
            Class.forName(type, false, loader);
            return false;
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }

    // The classes that are declared as providers here, each with its module and jar.
    private Map<String, String> declared() {
        if (layer != null) {
            return declaredBy(layer);
        }
        Map<String, String> declared = declaredBy(loader);
        if (isInstalled()) {
            declared.putAll(declaredBy(ModuleLayer.boot()));
        } else {
            declared.keySet().removeAll(declaredBy(loader.getParent()).keySet());
        }
        return declared;
    }

    private static Map<String, String> declaredBy(ModuleLayer layer) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (ResolvedModule module : layer.configuration().modules()) {
            ModuleReference reference = module.reference();
            URI jar = reference.location().orElse(null);
            String place = "module " + module.name() + (jar == null ? "" : " of " + place(jar.toString()));
            for (ModuleDescriptor.Provides provides : reference.descriptor().provides()) {
                if (SERVICES.contains(provides.service())) {
                    for (String type : provides.providers()) {
                        declared.put(type, place);
                    }
                }
            }
        }
        return declared;
    }

    /**
     * Returns the classes that files in {@code META-INF/services} declare as providers of plugins.
     *
     * @param loader has the files, or its parents have them
     * @return the names of the classes, each with its jar
     */
    public static Map<String, String> declaredBy(ClassLoader loader) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (String service : SERVICES) {
            String file = "META-INF/services/" + service;
            try {
                for (URL url : Collections.list(loader.getResources(file))) {
                    String jar = place(url.toString().replaceFirst("^jar:", "").replaceFirst("!?/" + file + "$", ""));
                    for (String line : read(url).lines().toList()) {
                        String type = line.replaceFirst("#.*", "").strip();
                        if (!type.isEmpty()) {
                            declared.put(type, jar);
                        }
                    }
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be read; an error will lack the jar that it is about", file, e);
            }
        }
        return declared;
    }

    private static String read(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        // A jar that is cached would stay open.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns in one line what went wrong, and the mend where there is one. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof ServiceConfigurationError || cause instanceof ExceptionInInitializerError)) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        // "Could not initialize class …" is the other message of this error.
        if (cause instanceof NoClassDefFoundError && !message.contains(" ")) {
            return "it needs " + message.replace('/', '.')
                    + ", which is missing; put the library that has it beside the plugin";
        }
        return cause instanceof ServiceConfigurationError ? message : Quoted.shorten(cause.toString());
    }

    /** Returns a class with its module, where that has a name, and its jar. */
    static String describe(Class<?> type) {
        Module module = type.getModule();
        return type.getName() + " in " + (module.isNamed() ? "module " + module.getName() + " of " : "")
                + place(locationOf(type));
    }

    /** Returns the name of a class's module, or {@code (class path)}. */
    static String moduleOf(Class<?> type) {
        Module module = type.getModule();
        return module.isNamed() ? module.getName() : "(class path)";
    }

    /** Returns the URL that a class was loaded from, or {@code unknown}. */
    static String locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? "unknown" : location.toString();
    }

    // A file's path is easier to read than its URL.
    private static String place(String location) {
        try {
            return location.startsWith("file:") ? Path.of(URI.create(location)).toString() : location;
        } catch (IllegalArgumentException e) {
            return location; // of a loader that does not escape its URLs
        }
    }
}
