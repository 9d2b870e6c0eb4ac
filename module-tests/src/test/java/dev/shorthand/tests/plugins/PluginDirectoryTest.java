package dev.shorthand.tests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Plugins.Plugin;
import dev.shorthand.kernel.spi.ExpressionException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A directory of plugins: whatever is wrong with one is told with its module and jar, and the others go on working. */
class PluginDirectoryTest {
    private static final boolean MODULES = System.getProperty("shorthand.path").equals("module");

    private static final String PROVIDER = """
            package %1$s;

            import dev.shorthand.kernel.spi.*;
            import java.util.Map;

            public class P %3$s implements SecurityProvider {
                public P() {
                    %4$s
                }

                public String shorthand() {
                    %5$s
                    return "%2$s";
                }

                public String syntax() {
                    return "%2$s:";
                }

                public String summary() {
                    return "for a test";
                }

                public Security create(Expression expression) {
                    %6$s
                    return new Security() {
                        public Sealed seal(byte[] payload, int offset, int length) {
                            return new Sealed(Map.of(), null);
                        }

                        public byte[] open(byte[] payload, int offset, int length, Map<String, Object> headers) {
                            return null;
                        }

                        public String toString() {
                            return "%2$s";
                        }
                    };
                }
            }
            """;

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void hasOneGoodPlugin() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        new Source("good").build();
    }

    /** A plugin to be; each part is Java source. */
    private final class Source {
        private final String module;
        private String shorthand;
        private String parent = "";
        private String requires = "";
        private String inside = "";
        private String whenMade = "";
        private String whenAsked = "";
        private String whenUsed = "";

        Source(String module) {
            this.module = module;
            this.shorthand = module;
        }

        Source shorthand(String word) {
            shorthand = word;
            return this;
        }

        Source extending(String type) {
            parent = "extends " + type;
            return this;
        }

        Source requiring(String name) {
            requires = "requires " + name + ";";
            return this;
        }

        /** Has a package of this name, which it does not export. */
        Source having(String name) {
            inside = name;
            return this;
        }

        Source whenMade(String statement) {
            whenMade = statement;
            return this;
        }

        Source whenAsked(String statement) {
            whenAsked = statement;
            return this;
        }

        Source whenUsed(String statement) {
            whenUsed = statement;
            return this;
        }

        /** Makes {@code plugins/MODULE.jar}, for both paths. */
        Path build() throws IOException {
            Path sources = folder.resolve("src-" + module);
            Path classes = folder.resolve("classes-" + module);
            write(
                    sources.resolve("module-info.java"),
                    "module " + module + " { requires dev.shorthand.kernel; " + requires
                            + " provides dev.shorthand.kernel.spi.SecurityProvider with " + module + ".P; }");
            write(
                    sources.resolve(module + "/P.java"),
                    PROVIDER.formatted(module, shorthand, parent, whenMade, whenAsked, whenUsed));
            if (!inside.isEmpty()) {
                write(sources.resolve(inside + "/Thing.java"), "package " + inside + "; public class Thing {}");
            }
            Workshop.compile(
                    sources,
                    classes,
                    "--module-path",
                    String.join(
                            File.pathSeparator,
                            Workshop.placeOf(Plugins.class),
                            Workshop.placeOf(Logger.class),
                            folder.resolve("library.jar").toString()));
            write(classes.resolve("META-INF/services/dev.shorthand.kernel.spi.SecurityProvider"), module + ".P # it\n");
            Path jar = plugins.resolve(module + ".jar");
            Workshop.pack(jar, classes);
            return jar;
        }
    }

    // Beside the directory of plugins, not in it: what needs it is compiled, and then lacks it.
    private void buildLibrary() throws IOException {
        Path sources = folder.resolve("src-library");
        write(sources.resolve("module-info.java"), "module library { exports library; }");
        write(sources.resolve("library/Base.java"), "package library; public class Base {}");
        Path classes = folder.resolve("classes-library");
        Workshop.compile(sources, classes);
        Workshop.pack(folder.resolve("library.jar"), classes);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /**
     * What was found, and what was logged meanwhile.
     *
     * @param plugins what was found
     * @param log     as it was printed
     */
    private record Found(Plugins plugins, String log) {
        void assertTold(String text) {
            assertTrue(log.contains(text), () -> "not in the log: " + text + "\nbut: " + log);
        }

        void assertTheGoodOneWorks() {
            assertEquals("good", String.valueOf(plugins.security("good:")));
            assertEquals(1, count("good"));
        }

        long count(String shorthand) {
            return plugins.list().stream()
                    .filter(plugin -> plugin.shorthand().equals(shorthand))
                    .count();
        }
    }

    // slf4j-simple prints on stderr, from the level that the pom has for these loggers.
    private Found find() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            Plugins found = Plugins.fromDirectory(plugins);
            return new Found(found, log.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    private static String in(String module, Path jar) {
        return module + ".P in " + (MODULES ? "module " + module + " of " : "") + jar;
    }

    @Test
    void addsItsPluginsToThoseInstalled() throws IOException {
        Found found = find();
        found.assertTheGoodOneWorks();
        assertEquals("", found.log());
        assertEquals(
                Plugins.installed().list().size() + 1, found.plugins().list().size());
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        Path missing = folder.resolve("missing");
        assertEquals(
                "there is no directory " + missing + "; name one that holds the plugins' jars",
                assertThrows(IOException.class, () -> Plugins.fromDirectory(missing))
                        .getMessage());
    }

    @Test
    void refusesAFileInPlaceOfADirectory() {
        Path file = plugins.resolve("good.jar");
        assertEquals(
                file + " is no directory; name one that holds the plugins' jars",
                assertThrows(IOException.class, () -> Plugins.fromDirectory(file))
                        .getMessage());
    }

    @Test
    void refusesADirectoryWithoutAJar() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("notes.txt"), "later");
        assertEquals(
                "no jar is in " + empty + "; put the plugin's jar and the library it needs there",
                assertThrows(IOException.class, () -> Plugins.fromDirectory(empty))
                        .getMessage());
    }

    @Test
    void leavesOutWhatIsNoJar() throws IOException {
        Path broken = Files.writeString(plugins.resolve("broken.jar"), "this is a text");
        Found found = find();
        found.assertTold(broken + " is left out: it cannot be read as a " + (MODULES ? "module" : "jar") + ": ");
        found.assertTheGoodOneWorks();
    }

    @Test
    void findsWhatIsInstalledOnceWhereNoJarCanBeUsed() throws IOException {
        Files.writeString(plugins.resolve("good.jar"), "this is a text");
        assertEquals(Plugins.installed().list(), find().plugins().list());
    }

    @Test
    void leavesOutAProviderThatThrowsWhenItIsMade() throws IOException {
        Path jar = new Source("angry")
                .whenMade("if (true) throw new IllegalStateException(\"no licence\");")
                .build();
        Found found = find();
        found.assertTold("the security provider " + in("angry", jar)
                + " is left out: java.lang.IllegalStateException: no licence");
        assertEquals(0, found.count("angry"));
        found.assertTheGoodOneWorks();
    }

    @Test
    void leavesOutAProviderThatThrowsWhenAskedWhatItIs() throws IOException {
        Path jar = new Source("shy")
                .whenAsked("if (true) throw new UnsupportedOperationException(\"guess\");")
                .build();
        Found found = find();
        found.assertTold("the security provider " + in("shy", jar)
                + " is left out: java.lang.UnsupportedOperationException: guess");
        found.assertTheGoodOneWorks();
    }

    @Test
    void leavesOutAPluginWhoseLibraryIsMissing() throws IOException {
        buildLibrary();
        Path jar = new Source("needy")
                .requiring("library")
                .whenMade("new library.Base();")
                .build();
        Found found = find();
        found.assertTold(
                MODULES
                        ? jar + " is left out, with its module needy: Module library not found, required by needy;"
                                + " put what it needs into the same directory"
                        : "the security provider " + in("needy", jar)
                                + " is left out: it needs library.Base, which is missing; put the library that has it"
                                + " beside the plugin");
        assertEquals(0, found.count("needy"));
        found.assertTheGoodOneWorks();
    }

    @Test
    void takesTheLibraryFromTheSameDirectory() throws IOException {
        buildLibrary();
        new Source("needy").requiring("library").whenMade("new library.Base();").build();
        Files.copy(folder.resolve("library.jar"), plugins.resolve("library.jar"));
        Found found = find();
        assertEquals("", found.log());
        assertEquals("needy", String.valueOf(found.plugins().security("needy:")));
    }

    @Test
    void leavesOutAProviderWhoseSuperclassIsMissing() throws IOException {
        buildLibrary();
        Path jar = new Source("heir")
                .requiring("static library")
                .extending("library.Base")
                .build();
        Found found = find();
        found.assertTold(
                "the security provider " + in("heir", jar)
                        + " is left out: it needs library.Base, which is missing; put the library that has it beside the plugin");
        found.assertTheGoodOneWorks();
    }

    @Test
    void namesThePluginThatLacksALibraryOnlyWhenItIsUsed() throws IOException {
        buildLibrary();
        Path jar = new Source("late")
                .requiring("static library")
                .whenUsed("new library.Base();")
                .build();
        Found found = find();
        assertEquals(
                "the security \"late\" cannot be used: " + in("late", jar)
                        + ": it needs library.Base, which is missing; put the library that has it beside the plugin",
                assertThrows(ExpressionException.class, () -> found.plugins().security("late:"))
                        .getMessage());
        found.assertTheGoodOneWorks();
    }

    @Test
    void namesBothPluginsThatClaimOneWord() throws IOException {
        Path first = new Source("first").shorthand("same").build();
        Path second = new Source("second").shorthand("same").build();
        Found found = find();
        assertEquals(2, found.count("same"));
        assertEquals(
                "two security providers are named \"same\": " + in("first", first) + " and " + in("second", second)
                        + "; keep one",
                assertThrows(ExpressionException.class, () -> found.plugins().security("same:"))
                        .getMessage());
        found.assertTheGoodOneWorks();
    }

    @Test
    void letsTwoPluginsHaveAPackageOfTheSameNameInside() throws IOException {
        new Source("left").having("inside").whenMade("new inside.Thing();").build();
        new Source("right").having("inside").whenMade("new inside.Thing();").build();
        Found found = find();
        assertEquals("", found.log());
        assertEquals("left", String.valueOf(found.plugins().security("left:")));
        assertEquals("right", String.valueOf(found.plugins().security("right:")));
    }

    @Test
    void takesAPluginThatIsThereTwiceOnce() throws IOException {
        Path good = plugins.resolve("good.jar");
        Path twin = Files.copy(good, plugins.resolve("twin.jar"));
        Found found = find();
        found.assertTold(twin + " is left out: its " + (MODULES ? "module good" : "provider good.P") + " is in " + good
                + " already; keep one");
        found.assertTheGoodOneWorks();
    }

    @Test
    void prefersWhatTheApplicationHasItself() throws IOException {
        String location = Plugins.installed().list().stream()
                .filter(plugin -> plugin.shorthand().equals("hmac"))
                .map(Plugin::location)
                .findFirst()
                .orElseThrow();
        assumeTrue(location.endsWith(".jar"), "no jar has been made yet");
        Path copy = Files.copy(Path.of(URI.create(location)), plugins.resolve("security.jar"));
        Found found = find();
        found.assertTold(copy + " is left out: the application has its ");
        assertEquals(1, found.count("hmac"));
        found.assertTheGoodOneWorks();
    }
}
