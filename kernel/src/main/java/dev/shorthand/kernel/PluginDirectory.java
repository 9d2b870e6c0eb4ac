package dev.shorthand.kernel;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of a directory, as a module layer where the kernel is a module, else behind a class loader of their own. A jar that cannot be used is
 * logged by its name, and the others go on. Immutable.
 */
final class PluginDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);

    private final @Nullable ModuleLayer layer;
    private final ClassLoader loader;

    private PluginDirectory(@Nullable ModuleLayer layer, ClassLoader loader) {
        this.layer = layer;
        this.loader = loader;
    }

    static PluginDirectory open(Path directory) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new IOException(
                    "no jar is in " + directory + "; put the plugin's jar and the library it needs there");
        }
        jars.sort(null);
        Module kernel = PluginDirectory.class.getModule();
        ClassLoader parent = PluginDirectory.class.getClassLoader();
        if (kernel.isNamed()) {
            return ofModules(jars, kernel.getLayer(), parent);
        }
        return new PluginDirectory(
                null, new URLClassLoader(jars.stream().map(PluginDirectory::url).toArray(URL[]::new), parent));
    }

    private static PluginDirectory ofModules(List<Path> jars, ModuleLayer parent, ClassLoader parentLoader) {
        TreeMap<String, Path> usable = new TreeMap<>();
        for (Path jar : jars) {
            try {
                for (ModuleReference found : ModuleFinder.of(jar).findAll()) {
                    Path twin = usable.putIfAbsent(found.descriptor().name(), jar);
                    if (twin != null) {
                        LOG.warn(
                                "{} is left out: its module {} is in {} already",
                                jar,
                                found.descriptor().name(),
                                twin);
                    }
                }
            } catch (FindException e) {
                LOG.warn("{} is left out: it cannot be read as a module: {}", jar, e.getMessage());
            }
        }
        // What the application has itself comes first, or one class would be there twice.
        usable.keySet().removeIf(name -> parent.findModule(name).isPresent());
        Configuration whole = parent.configuration();
        ModuleFinder all = ModuleFinder.of(usable.values().toArray(Path[]::new));
        for (var module : List.copyOf(usable.entrySet())) {
            try {
                whole.resolve(all, ModuleFinder.of(), List.of(module.getKey()));
            } catch (FindException | ResolutionException e) {
                LOG.warn(
                        "{} is left out: {}; put what it needs into the same directory, or start Java with --add-modules for a module of the JDK",
                        module.getValue(),
                        e.getMessage());
                usable.remove(module.getKey());
            }
        }
        ModuleFinder finder = ModuleFinder.of(usable.values().toArray(Path[]::new));
        Configuration configuration = whole.resolve(finder, ModuleFinder.of(), usable.keySet());
        ModuleLayer layer = parent.defineModulesWithOneLoader(configuration, parentLoader);
        ClassLoader loader = usable.isEmpty() ? parentLoader : layer.findLoader(usable.firstKey());
        return new PluginDirectory(layer, loader);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(
                    "the path " + jar + " cannot be written as a URL; move the plugins elsewhere", e);
        }
    }

    /** Returns whether a provider is one of these, and not one that the application has itself. */
    boolean owns(Class<?> provider) {
        return provider.getClassLoader() == loader;
    }

    <P> ServiceLoader<P> load(Class<P> service) {
        return layer == null ? ServiceLoader.load(service, loader) : ServiceLoader.load(layer, service);
    }
}
