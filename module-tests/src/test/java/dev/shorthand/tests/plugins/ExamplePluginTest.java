package dev.shorthand.tests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Plugins.Plugin;
import dev.shorthand.tests.kernel.Pair;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.slf4j.Logger;

/** The plugin in {@code examples/checksum}, as a stranger has it: built against the jars, tested with the kit, used from a directory. */
class ExamplePluginTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("shorthand.root"), "examples", "checksum");
    private static final String MODULE = "org.example.checksum";

    @TempDir
    static Path folder;

    private static Path jar;

    @BeforeAll
    static void build() throws Exception {
        Path classes = folder.resolve("classes");
        Workshop.compile(
                EXAMPLE.resolve("src/main/java"),
                classes,
                "-Xlint:all",
                "-Werror",
                // A folder without classes; otherwise the class path of this test would be seen, too.
                "--class-path",
                EXAMPLE.resolve("src/main/resources").toString(),
                "--module-path",
                // Nothing but the kernel, and what that needs itself.
                Workshop.placeOf(Plugins.class) + File.pathSeparator + Workshop.placeOf(Logger.class));
        jar = folder.resolve("plugins/checksum.jar");
        Workshop.pack(jar, classes, EXAMPLE.resolve("src/main/resources"));
    }

    @Test
    void passesTheContractOfTheKit() throws Exception {
        Path tests = folder.resolve("test-classes");
        Workshop.compile(
                EXAMPLE.resolve("src/test/java"),
                tests,
                "--class-path",
                String.join(
                        File.pathSeparator,
                        jar.toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", "")));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar.toUri().toURL(), tests.toUri().toURL()},
                getClass().getClassLoader())) {
            TestExecutionSummary summary = run(loader.loadClass(MODULE + ".ChecksumContractTest"));
            StringWriter failures = new StringWriter();
            summary.printFailuresTo(new PrintWriter(failures, true));
            assertEquals("", failures.toString().strip());
            assertTrue(
                    summary.getTestsSucceededCount() >= 10, "too few rules ran: " + summary.getTestsSucceededCount());
        }
    }

    private static TestExecutionSummary run(Class<?> contract) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(contract))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    @Test
    void isListedWithItsModuleAndItsJar() throws Exception {
        Plugin plugin = Plugins.fromDirectory(jar.getParent()).list().stream()
                .filter(each -> each.shorthand().equals("checksum"))
                .findFirst()
                .orElseThrow();
        boolean modules = System.getProperty("shorthand.path").equals("module");
        assertEquals(modules ? MODULE : "(class path)", plugin.module());
        assertEquals(jar.toUri().toURL().toString(), plugin.location());
    }

    /** Tells what came before the call. */
    interface Told {
        Set<String> headers();
    }

    /** The same, as the server sees it. */
    interface Telling {
        Set<String> headers(Caller caller);
    }

    @Test
    void securesCallsOverTcp() throws Exception {
        Plugins found = Plugins.fromDirectory(jar.getParent());
        try (Pair pair = Pair.open(
                server -> server.plugins(found)
                        .security("checksum:")
                        .serve(Telling.class, caller -> caller.headers().keySet()),
                client -> client.plugins(found).security("checksum:"))) {
            assertEquals(Set.of("crc32c"), pair.client.remote(Told.class).headers());
        }
    }
}
