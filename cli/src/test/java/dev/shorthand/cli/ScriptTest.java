package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When {@code bin/shorthand} builds again: in a checkout without sources, with a java and a mvn that only say that they were called. */
@DisabledOnOs(OS.WINDOWS) // it is for sh
class ScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("shorthand.root"));
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    // What a build makes is newer than the sources are now, and older than one that is changed.
    private static final Instant BUILT = Instant.now().plusSeconds(100);
    private static final Instant CHANGED = BUILT.plusSeconds(100);

    @TempDir
    Path folder;

    private Path checkout;
    private Path jar;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = folder.toRealPath().resolve("checkout");
        Files.createDirectories(checkout.resolve("bin"));
        Files.copy(ROOT.resolve("bin/shorthand"), checkout.resolve("bin/shorthand"));
        Files.copy(ROOT.resolve("pom.xml"), checkout.resolve("pom.xml"));
        for (String module : modules()) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main/java"));
            Files.writeString(source(module), "class A {}");
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.createDirectories(checkout.resolve("cli/target/modules"));
        jar = Files.writeString(checkout.resolve("cli/target/modules/shorthand-cli-1.jar"), "");
        Files.setLastModifiedTime(jar, FileTime.from(BUILT));
        program("bin/java", "echo run \"$5\"");
        program(
                "bin/mvn",
                "echo build >&2; mkdir -p '" + checkout + "/cli/target/quick/modules'; echo built >'" + folder
                        + "/built'");
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private static List<String> modules() throws IOException {
        Matcher modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
        return modules.results().map(module -> module.group(1)).toList();
    }

    private Path source(String module) {
        return checkout.resolve(module).resolve("src/main/java/A.java");
    }

    private void program(String path, String script) throws IOException {
        Path program = folder.resolve(path);
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
    }

    /** Returns whether the script has built the command before it ran it. */
    private boolean builds() throws Exception {
        ProcessBuilder starting =
                new ProcessBuilder("sh", checkout.resolve("bin/shorthand").toString(), "plugins");
        starting.environment().put("JAVA_HOME", folder.toString());
        starting.environment().merge("PATH", folder.resolve("bin") + ":", (path, own) -> own + path);
        Process script = starting.redirectErrorStream(true).start();
        script.getOutputStream().close();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(script.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, script.exitValue(), said);
        return Files.deleteIfExists(folder.resolve("built"));
    }

    @Test
    void itBuildsAgainWhenASourceOfAnyModuleOfTheCommandIsNewer() throws Exception {
        assertEquals(false, builds(), "nothing is newer");
        for (String module : modules()) {
            boolean ofTheCommand =
                    !List.of("jmh", "module-tests", "module-info-docs").contains(module);
            FileTime before = Files.getLastModifiedTime(source(module));
            Files.setLastModifiedTime(source(module), FileTime.from(CHANGED));
            assertEquals(ofTheCommand, builds(), () -> "a source of " + module + " is newer");
            Files.setLastModifiedTime(source(module), before);
        }
    }

    @Test
    void itBuildsAgainWhenAPomIsNewer() throws Exception {
        Files.setLastModifiedTime(checkout.resolve("text/pom.xml"), FileTime.from(CHANGED));
        assertEquals(true, builds());
    }
}
