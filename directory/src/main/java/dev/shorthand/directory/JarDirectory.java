package dev.shorthand.directory;

import dev.shorthand.kernel.PluginSource;
import dev.shorthand.kernel.spi.PluginDirectory;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the jars of a directory, as a module layer where the kernel is a module, else behind a class loader of their own. A jar that cannot be used is
 * logged by its name, and the others go on. Holds nothing and is safe for any thread; what it opens stays open as long as the plugins are reachable.
 */
public final class JarDirectory implements PluginDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(JarDirectory.class);

    /** Made by the kernel, which finds it as a service. */
    public JarDirectory() {}

    @Override
    public PluginSource open(Path directory) throws IOException {
        List<Path> jars = jars(directory);
        Module kernel = PluginSource.class.getModule();
        ClassLoader parent = PluginSource.class.getClassLoader();
        return kernel.isNamed() ? ofModules(jars, kernel.getLayer(), parent) : ofJars(jars, parent);
    }

    // In alphabetical order, so that of two that claim the same it is always the same one that stays.
    private static List<Path> jars(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(
                    (Files.exists(directory) ? directory + " is no directory" : "there is no directory " + directory)
                            + "; name one that holds the plugins' jars");
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (jars.isEmpty()) {
            throw new IOException(
                    "no jar is in " + directory + "; put the plugin's jar and the library it needs there");
        }
        jars.sort(null);
        return jars;
    }

    private static PluginSource ofModules(List<Path> jars, ModuleLayer parent, ClassLoader parentLoader) {
        Map<String, Path> usable = new TreeMap<>();
        for (Path jar : jars) {
            try {
                for (ModuleReference found : ModuleFinder.of(jar).findAll()) {
                    addModule(found.descriptor(), jar, parent, usable);
                }
            } catch (FindException e) {
                LOG.warn("{} is left out: it cannot be read as a module: {}", jar, reason(e));
            }
        }
        ModuleFinder finder = ModuleFinder.of(usable.values().toArray(Path[]::new));
        Configuration resolved = parent.configuration().resolve(finder, ModuleFinder.of(), Set.of());
        Set<String> roots = new TreeSet<>();
        for (Map.Entry<String, Path> module : usable.entrySet()) {
            // Together with those before it: two that work alone may yet exclude one another.
            Set<String> more = new TreeSet<>(roots);
            more.add(module.getKey());
            try {
                resolved = parent.configuration().resolve(finder, ModuleFinder.of(), more);
                roots = more;
            } catch (FindException | ResolutionException e) {
                LOG.warn(
                        "{} is left out, with its module {}: {}; put what it needs into the same directory, or start Java with --add-modules"
                                + " for a module of the JDK",
                        module.getValue(),
                        module.getKey(),
                        e.getMessage());
            }
        }
        // A loader for each, so that two plugins may have packages of the same name inside.
        return PluginSource.of(parent.defineModulesWithManyLoaders(resolved, parentLoader));
    }

    private static void addModule(ModuleDescriptor module, Path jar, ModuleLayer parent, Map<String, Path> usable) {
        // What the application has itself comes first, or one class would be there twice.
        if (parent.findModule(module.name()).isPresent()) {
            if (module.provides().stream().noneMatch(JarDirectory::isPlugin)) {
                LOG.debug("{} is not needed: the application has the module {} itself", jar, module.name());
            } else {
                LOG.warn("{} is left out: the application has its module {} itself; keep one", jar, module.name());
            }
            return;
        }
        Path twin = usable.putIfAbsent(module.name(), jar);
        if (twin != null) {
            LOG.warn("{} is left out: its module {} is in {} already; keep one", jar, module.name(), twin);
        }
    }

    private static boolean isPlugin(ModuleDescriptor.Provides provides) {
        return provides.service().startsWith("dev.shorthand.kernel.spi.");
    }

    private static PluginSource ofJars(List<Path> jars, ClassLoader parent) throws IOException {
        Map<String, String> declared = new LinkedHashMap<>();
        List<URL> usable = new ArrayList<>();
        for (Path jar : jars) {
            URL url = jar.toUri().toURL();
            Set<String> providers;
            try (URLClassLoader alone = new URLClassLoader(new URL[] {url}, null)) {
                // A class loader passes over what is no jar without a word.
                new JarFile(jar.toFile()).close();
                providers = PluginSource.declaredBy(alone).keySet();
            } catch (IOException e) {
                LOG.warn("{} is left out: it cannot be read as a jar: {}", jar, e.getMessage());
                continue;
            }
            if (isNew(jar, providers, declared, parent)) {
                providers.forEach(provider -> declared.put(provider, jar.toString()));
                usable.add(url);
            }
        }
        return PluginSource.of(new URLClassLoader(usable.toArray(URL[]::new), parent));
    }

    // A class loader takes the first class of a name, and would pass over the second jar without a word.
    private static boolean isNew(Path jar, Set<String> providers, Map<String, String> declared, ClassLoader parent) {
        for (String provider : providers) {
            if (declared.containsKey(provider)) {
                LOG.warn(
                        "{} is left out: its provider {} is in {} already; keep one",
                        jar,
                        provider,
                        declared.get(provider));
                return false;
            }
            if (parent.getResource(provider.replace('.', '/') + ".class") != null) {
                LOG.warn("{} is left out: the application has its provider {} itself; keep one", jar, provider);
                return false;
            }
        }
        return true;
    }

    // The outer message has the jar, which the log line begins with; the inner one has what is wrong with it.
    private static String reason(FindException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
}
