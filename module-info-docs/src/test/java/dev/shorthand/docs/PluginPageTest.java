package dev.shorthand.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes that the page on writing a plugin shows are those that this module compiles and tests. */
class PluginPageTest {
    private static final Path PAGES = Modules.ROOT.resolve("module-info-docs");
    private static final Pattern CLASS =
            Pattern.compile("```java\\n((?:(?!```).)*?\\bclass (Sock\\w+)(?:(?!```).)*)```", Pattern.DOTALL);

    @Test
    void everyClassItShowsIsTheOneThatIsCompiled() throws IOException {
        List<MatchResult> shown = CLASS.matcher(read(PAGES.resolve("writing-a-plugin.md")))
                .results()
                .toList();
        assertEquals(
                List.of("SockLink", "SockServer", "SockProvider", "SockContractTest"),
                shown.stream().map(match -> match.group(2)).toList());
        for (MatchResult match : shown) {
            Path source = PAGES.resolve("src/test/java/com/example/sock/" + match.group(2) + ".java");
            assertEquals(read(source).replaceFirst("package .*\\n\\n", ""), match.group(1));
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
