package dev.shorthand.tests.plugins;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Makes plugins as their authors do: with {@code javac} and {@code jar}, against what is built. Holds nothing. */
final class Workshop {
    private Workshop() {}

    /** Returns the jar that a class is from, or the folder where the build has made none. */
    static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Compiles all sources of a folder into another. */
    static void compile(Path sources, Path classes, String... options) {
        List<String> line = new ArrayList<>(List.of("--release", "17", "-d", classes.toString()));
        line.addAll(List.of(options));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(line::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("javac", line);
    }

    /** Packs folders into a jar. */
    static void pack(Path jar, Path... folders) throws IOException {
        Files.createDirectories(jar.getParent());
        List<String> line = new ArrayList<>(List.of("--create", "--file", jar.toString()));
        for (Path folder : folders) {
            line.addAll(List.of("-C", folder.toString(), "."));
        }
        run("jar", line);
    }

    private static void run(String tool, List<String> line) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(out, out, line.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError(tool + " " + String.join(" ", line) + "\nended with " + code + ":\n" + said);
        }
    }
}
