package dev.shorthand.kernel;

import dev.shorthand.kernel.engine.Nullable;
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
        List<Converter<?, ?>> found = new ArrayList<>();
        for (Converter<?, ?> converter : load("converter", Converter.class)) {
            found.add(converter);
        }
        return found;
    }

    /** Builds the providers of one service, those without fault. */
    <S> List<S> load(String what, Class<S> service) {
        ServiceLoader<S> services =
                layer == null ? ServiceLoader.load(service, loader) : ServiceLoader.load(layer, service);
        List<S> found = new ArrayList<>();
        Iterator<ServiceLoader.Provider<S>> types = services.stream().iterator();
        while (true) {
            try {
                if (!types.hasNext()) {
                    return found;
                }
                ServiceLoader.Provider<S> type = types.next();
                if (!owns(type.type())) {
                    continue;
                }
                try {
                    found.add(type.get());
                } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                    leaveOut(what, describe(type.type()), e);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // There is no class to ask where it is from, only the error that its loading ended with.
                String places = suspects(String.valueOf(e.getMessage()));
                // One of the parents' has been logged before.
                if (!places.isEmpty() || isInstalled()) {
                    leaveOut(what, places, e);
                }
            }
        }
    }

    static void leaveOut(String what, String place, Throwable e) {
        LOG.warn("{} is left out: {}", place.isEmpty() ? "a " + what : "the " + what + ' ' + place, reason(e), e);
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

    // The providers that an error may be about: one that it names, or else, as modules of a layer are not known to this
    // loader, but their errors name them, those of the class path that cannot be loaded.
    private String suspects(String message) {
        List<String> words = List.of(message.split("[^\\w.$]+"));
        List<String> named = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> declared : declared().entrySet()) {
            String type = declared.getKey();
            if (words.contains(type)) {
                named.add(type + " in " + declared.getValue());
            } else if (layer == null && !canBeLoaded(type)) {
                broken.add(type + " in " + declared.getValue());
            }
        }
        return String.join(" or ", named.isEmpty() ? broken : named);
    }

    private boolean canBeLoaded(String type) {
        try {
            Class.forName(type, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
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
                LOG.debug("{} cannot be read", file, e);
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
