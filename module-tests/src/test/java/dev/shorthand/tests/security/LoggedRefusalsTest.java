package dev.shorthand.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each refusal is in the log, once. The level of a logger is settled when it is made, and the other tests want it quiet; so this one has classes of
 * its own, in a loader of its own.
 */
class LoggedRefusalsTest {
    private static final String LEVEL = "org.slf4j.simpleLogger.log.dev.shorthand";

    @TempDir
    Path folder;

    /** What happens within the loader: a stranger sends what is refused. Answers how often. */
    public static final class Stranger implements Callable<Integer> {
        private final Path folder;

        /** Made by reflection. */
        public Stranger(Path folder) {
            this.folder = folder;
        }

        @Override
        public Integer call() throws Exception {
            try (var server = dev.shorthand.kernel.Endpoint.builder()
                            .codec("jrpc")
                            .transport("tcpserv:127.0.0.1:0")
                            .security("hmac:server?keys=" + KeysFile.write(folder))
                            .open();
                    Wire wire = Wire.connect(server.transports().get(0))) {
                for (int i = 0; i < 3; i++) {
                    wire.send("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}");
                    wire.receive(2);
                }
            }
            return 3;
        }
    }

    @Test
    void eachIsLoggedOnceWithItsSender() throws Exception {
        List<URL> places = new ArrayList<>();
        for (String path : List.of("java.class.path", "jdk.module.path")) {
            for (String entry : System.getProperty(path, "").split(File.pathSeparator)) {
                places.add(Path.of(entry).toUri().toURL());
            }
        }
        places.add(
                LoggedRefusalsTest.class.getProtectionDomain().getCodeSource().getLocation());
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setProperty(LEVEL, "warn");
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        int sent;
        // No parent: even that of the platform would hand out the classes of the modules that the other tests use.
        try (URLClassLoader loader = new URLClassLoader(places.toArray(URL[]::new), null)) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> stranger = loader.loadClass(Stranger.class.getName());
            sent = (Integer) ((Callable<?>) stranger.getConstructor(Path.class).newInstance(folder)).call();
        } finally {
            System.setErr(before);
            System.clearProperty(LEVEL);
            Thread.currentThread().setContextClassLoader(LoggedRefusalsTest.class.getClassLoader());
        }
        List<String> lines = log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("refuse") || line.contains("secur"))
                .toList();
        assertEquals(sent, lines.size(), log::toString);
        for (String line : lines) {
            assertTrue(
                    line.matches(
                            ".*WARN.* bad message from 127\\.0\\.0\\.1:\\d+: a message without security headers;.*"),
                    line);
        }
    }
}
