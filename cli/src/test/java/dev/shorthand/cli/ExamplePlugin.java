package dev.shorthand.cli;

import dev.shorthand.kernel.Plugins;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The plugin in {@code examples/checksum}, made with the commands of its README. Holds nothing. */
final class ExamplePlugin {
    private static final Path EXAMPLE = Path.of(System.getProperty("shorthand.root"), "examples", "checksum");

    private ExamplePlugin() {}

    /** Compiles and packs it, and returns the directory of plugins that has it alone. */
    static Path build(Path folder) throws IOException, URISyntaxException {
        return build(folder, "");
    }

    /** The same, with a statement in its provider's constructor. */
    static Path build(Path folder, String whenMade) throws IOException, URISyntaxException {
        Path edited = Files.createDirectory(folder.resolve("sources"));
        String classes = folder.resolve("classes").toString();
        List<String> line = new ArrayList<>(List.of(
                "--release",
                "17",
                "--module-path",
                placeOf(Plugins.class) + File.pathSeparator + placeOf(Logger.class),
                "-d",
                classes));
        for (Path source : sources()) {
            String text = Files.readString(source).replace("Provider() {}", "Provider() {" + whenMade + "}");
            line.add(Files.writeString(edited.resolve(source.getFileName()), text)
                    .toString());
        }
        run("javac", line);
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        String resources = EXAMPLE.resolve("src/main/resources").toString();
        run(
                "jar",
                List.of(
                        "--create",
                        "--file",
                        plugins.resolve("checksum.jar").toString(),
                        "-C",
                        classes,
                        ".",
                        "-C",
                        resources,
                        "."));
        return plugins;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void run(String tool, List<String> line) {
        int code = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, line.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError(tool + " ended with " + code);
        }
    }
}
