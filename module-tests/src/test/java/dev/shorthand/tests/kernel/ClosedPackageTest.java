package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Api;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Remote;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandles;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** An application that keeps its interfaces to itself: a module of its own on the module path, where that matters, and on the class path. */
class ClosedPackageTest {
    private static final boolean NAMED = Endpoint.class.getModule().isNamed();

    private static final Map<String, String> SOURCES = Map.of(
            "module-info.java",
            """
            module com.example.closed {
                requires dev.shorthand.kernel;
                requires dev.shorthand.binding;
                exports com.example.closed; // the application that is started; its interfaces stand elsewhere
            }
            """,
            "com/example/inner/Greeter.java",
            """
            package com.example.inner;

            public interface Greeter {
                record Name(String first) {}

                record Greeting(String text) {}

                Greeting greet(Name name);
            }
            """,
            "com/example/inner/Plain.java",
            """
            package com.example.inner;

            public interface Plain {
                String plain(String text);
            }
            """,
            "com/example/inner/Doorbell.java",
            """
            package com.example.inner;

            import dev.shorthand.binding.Incoming;
            import dev.shorthand.binding.Outgoing;

            interface Doorbell {
                record Visitor(String name) {}

                @Outgoing
                String ring(Visitor visitor);

                @Incoming
                void opened(Visitor visitor);
            }
            """,
            "com/example/inner/House.java",
            """
            package com.example.inner;

            import dev.shorthand.binding.Api;
            import dev.shorthand.kernel.Endpoint;
            import java.lang.invoke.MethodHandles;

            /** Both sides of an interface that nobody else may even see. */
            public final class House {
                public static void live(Endpoint endpoint, boolean openly) {
                    MethodHandles.Lookup lookup = MethodHandles.lookup();
                    Api<Doorbell> inside = openly
                            ? Api.inverted(endpoint, Doorbell.class, lookup)
                            : Api.inverted(endpoint, Doorbell.class);
                    inside.on(Doorbell::ring, visitor -> "come in, " + visitor.name());
                }

                public static String ring(Endpoint endpoint) {
                    Api<Doorbell> outside = Api.of(endpoint, Doorbell.class, MethodHandles.lookup());
                    return outside.toAll().ring(new Doorbell.Visitor("Ada"));
                }
            }
            """,
            "com/example/closed/Application.java",
            """
            package com.example.closed;

            import com.example.inner.Greeter;
            import com.example.inner.House;
            import com.example.inner.Plain;
            import dev.shorthand.kernel.Endpoint;
            import dev.shorthand.kernel.Remote;
            import java.lang.invoke.MethodHandles;

            public final class Application {
                private static Greeter.Greeting greet(Greeter.Name name) {
                    return new Greeter.Greeting("Hello, " + name.first());
                }

                public static void serve(Endpoint endpoint) {
                    endpoint.serve(Greeter.class, Application::greet);
                }

                public static void servePlain(Endpoint endpoint) {
                    endpoint.serve(Plain.class, text -> text);
                }

                public static void serve(Endpoint endpoint, MethodHandles.Lookup lookup) {
                    MethodHandles.Lookup given = lookup == null ? MethodHandles.lookup() : lookup;
                    endpoint.serve(Greeter.class, Application::greet, given);
                    endpoint.serve(Plain.class, text -> text, given);
                }

                public static void liveShut(Endpoint endpoint) {
                    House.live(endpoint, false);
                }

                public static void live(Endpoint endpoint) {
                    House.live(endpoint, true);
                }

                public static String ring(Endpoint endpoint) {
                    return House.ring(endpoint);
                }

                public static String call(Remote remote, MethodHandles.Lookup lookup) {
                    MethodHandles.Lookup given = lookup == null ? MethodHandles.lookup() : lookup;
                    return remote.remote(Greeter.class, given).greet(new Greeter.Name("Ada")).text()
                            + remote.remote(Plain.class, given).plain("!");
                }
            }
            """);

    @TempDir
    private static Path folder;

    private static Path classes;

    @BeforeAll
    static void compile() throws Exception {
        classes = folder.resolve("classes");
        List<String> arguments = new ArrayList<>(List.of("-parameters", "-d", classes.toString()));
        arguments.add(NAMED ? "--module-path" : "--class-path");
        arguments.add(location(Endpoint.class)
                + File.pathSeparator
                + location(Api.class)
                + File.pathSeparator
                + location(LoggerFactory.class));
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            if (NAMED || !source.getKey().equals("module-info.java")) {
                Path file = folder.resolve(source.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
                arguments.add(file.toString());
            }
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int problems = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertEquals(0, problems, said::toString);
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Loads the application anew, as what a lookup has opened stays open. */
    private static Class<?> application() throws Exception {
        String name = "com.example.closed.Application";
        ClassLoader ours = Endpoint.class.getClassLoader();
        if (!NAMED) {
            return new URLClassLoader(new URL[] {classes.toUri().toURL()}, ours).loadClass(name);
        }
        ModuleLayer boot = Endpoint.class.getModule().getLayer();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("com.example.closed"));
        ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, ours);
        return layer.findLoader("com.example.closed").loadClass(name);
    }

    private static void serve(Class<?> application, String method, Endpoint endpoint) throws Throwable {
        try {
            application.getMethod(method, Endpoint.class).invoke(null, endpoint);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void serve(Class<?> application, Endpoint endpoint, MethodHandles.Lookup lookup) throws Throwable {
        try {
            application
                    .getMethod("serve", Endpoint.class, MethodHandles.Lookup.class)
                    .invoke(null, endpoint, lookup);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object call(Class<?> application, Remote remote, MethodHandles.Lookup lookup) throws Exception {
        return application
                .getMethod("call", Remote.class, MethodHandles.Lookup.class)
                .invoke(null, remote, lookup);
    }

    private static String mend(String type) {
        return "dev.shorthand.binding has no access to " + type
                + "; add \"opens com.example.inner to dev.shorthand.binding;\" to the module-info of com.example.closed"
                + ", or give a Lookup with the interface";
    }

    @Test
    void anErrorSpellsOutTheLineThatIsMissing() throws Throwable {
        Class<?> application = application();
        assertEquals(NAMED, application.getModule().isNamed());
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            if (NAMED) {
                assertEquals(
                        mend("com.example.inner.Greeter$Name"),
                        assertThrows(IllegalArgumentException.class, () -> serve(application, "serve", pair.server))
                                .getMessage());
                assertEquals(
                        mend("com.example.inner.Plain"),
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> serve(application, "servePlain", pair.server))
                                .getMessage());
                assertEquals(Set.of(), Set.copyOf(pair.server.dispatcher().methods()));
            } else {
                serve(application, "serve", pair.server);
                serve(application, "servePlain", pair.server);
                assertEquals("?", pair.client.call("plain", "?"));
            }
        }
    }

    @Test
    void aLookupOfTheModuleIsAccess() throws Throwable {
        Class<?> application = application();
        Class<?> other = application();
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            serve(application, pair.server, null);
            // The other side is a program of its own, to which nothing was opened yet.
            assertEquals("Hello, Ada!", call(other, pair.client, null));
        }
    }

    @Test
    void aLookupIsAccessForTwoWayApisToo() throws Throwable {
        Class<?> application = application();
        Class<?> other = application();
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            if (NAMED) {
                String message = assertThrows(
                                IllegalArgumentException.class, () -> serve(application, "liveShut", pair.server))
                        .getMessage();
                assertEquals(mend("com.example.inner.Doorbell$Visitor"), message);
            }
            serve(application, "live", pair.server);
            assertEquals("come in, Ada", other.getMethod("ring", Endpoint.class).invoke(null, pair.client));
        }
    }

    @Test
    void aLookupOfSomebodyElseIsNone() throws Throwable {
        Class<?> application = application();
        try (Pair pair = Pair.open(server -> {}, client -> {})) {
            if (NAMED) {
                assertEquals(
                        mend("com.example.inner.Greeter$Name"),
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> serve(application, pair.server, MethodHandles.lookup()))
                                .getMessage());
            } else {
                serve(application, pair.server, MethodHandles.publicLookup());
                assertTrue(pair.server.dispatcher().methods().contains("greet"));
            }
        }
    }
}
