package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.CodecProvider;
import dev.shorthand.kernel.spi.Converter;
import dev.shorthand.kernel.spi.SecurityProvider;
import dev.shorthand.kernel.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads which classes are declared as providers, and says where classes are from. Holds nothing. */
final class Declarations {
    private static final Logger LOG = LoggerFactory.getLogger(Declarations.class);

    // The services whose providers are plugins.
    private static final List<String> SERVICES = List.of(
            CodecProvider.class.getName(),
            TransportProvider.class.getName(),
            SecurityProvider.class.getName(),
            Converter.class.getName());

    private Declarations() {}

    /** Returns the files in a jar that may name providers, for the class path. */
    static List<String> files() {
        return SERVICES.stream().map(service -> "META-INF/services/" + service).toList();
    }

    /** Returns the classes that such a file names. */
    static List<String> read(InputStream file) throws IOException {
        return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Returns the classes with which a module provides plugins. */
    static List<String> of(ModuleDescriptor module) {
        return module.provides().stream()
                .filter(provides -> SERVICES.contains(provides.service()))
                .flatMap(provides -> provides.providers().stream())
                .toList();
    }

    /** Returns the provider classes of a layer's modules, each with its module and jar. */
    static Map<String, String> of(ModuleLayer layer) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (ResolvedModule module : layer.configuration().modules()) {
            String place = "module " + module.name()
                    + module.reference()
                            .location()
                            .map(location -> " of " + place(location.toString()))
                            .orElse("");
            of(module.reference().descriptor()).forEach(type -> declared.put(type, place));
        }
        return declared;
    }

    /** Returns the provider classes that the application has itself, each with its module and jar. */
    static Map<String, String> installed(ClassLoader loader) {
        Map<String, String> declared = new LinkedHashMap<>();
        for (String file : files()) {
            try {
                for (URL url : Collections.list(loader.getResources(file))) {
                    URLConnection connection = url.openConnection();
                    // A jar that is cached would stay open.
                    connection.setUseCaches(false);
                    try (InputStream in = connection.getInputStream()) {
                        String jar =
                                place(url.toString().replaceFirst("^jar:", "").replaceFirst("!?/" + file + "$", ""));
                        read(in).forEach(type -> declared.put(type, jar));
                    }
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be read; an error will lack the jar that it is about", file, e);
            }
        }
        declared.putAll(of(ModuleLayer.boot()));
        return declared;
    }

    /** Returns a class with its module, where that has a name, and its jar. */
    static String describe(Class<?> type) {
        String jar = place(locationOf(type));
        return type.getName() + " in "
                + (type.getModule().isNamed() ? "module " + type.getModule().getName() + " of " : "") + jar;
    }

    /** Returns the name of a class's module, or {@code (class path)}. */
    static String moduleOf(Class<?> type) {
        return type.getModule().isNamed() ? type.getModule().getName() : "(class path)";
    }

    /** Returns the URL that a class was loaded from, or {@code unknown}. */
    static String locationOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "unknown"
                : source.getLocation().toString();
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
