package dev.shorthand.tests.kernel;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Reads what is logged from warn up. The level of a logger is settled when it is made, and the other tests want it quiet; so what is run here has classes of
 * its own, in a loader of its own. Holds nothing.
 */
public final class OwnLog {
    private static final String LEVEL = "org.slf4j.simpleLogger.log.dev.shorthand";

    private OwnLog() {}

    /** Makes a {@link Callable} by its only constructor, calls it, and returns the log's lines. */
    public static List<String> of(Class<? extends Callable<?>> type, Object... args) throws Exception {
        List<URL> places = new ArrayList<>();
        for (String path : List.of("java.class.path", "jdk.module.path")) {
            for (String entry : System.getProperty(path, "").split(File.pathSeparator)) {
                places.add(Path.of(entry).toUri().toURL());
            }
        }
        places.add(OwnLog.class.getProtectionDomain().getCodeSource().getLocation());
        PrintStream before = System.err;
        ClassLoader usual = Thread.currentThread().getContextClassLoader();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setProperty(LEVEL, "warn");
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        // No parent: even that of the platform would hand out the classes of the modules that the other tests use.
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), null)) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> own = loader.loadClass(type.getName());
            ((Callable<?>) own.getConstructors()[0].newInstance(args)).call();
        } finally {
            System.setErr(before);
            System.clearProperty(LEVEL);
            Thread.currentThread().setContextClassLoader(usual);
        }
        return log.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
