package dev.shorthand.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages say of each module what its compiled descriptor says. */
class ModulePagesTest {
    private static final Path PAGES = Modules.ROOT.resolve("module-info-docs");

    // A row of a table whose first cell is a directive.
    private static final Pattern DIRECTIVE =
            Pattern.compile("(?m)^\\| `((?:requires|exports|opens|uses|provides) [^`]+)` \\|");

    private static final Pattern NODE = Pattern.compile("(\\w+)\\[\"([\\w.]+)\"]");
    private static final Pattern REQUIRES = Pattern.compile("(\\w+) --> (\\w+)");
    private static final Pattern PROVIDES = Pattern.compile("(\\w+) -\\. (\\w+) \\.-> (\\w+)");

    private static String page(String name) throws IOException {
        return Files.readString(PAGES.resolve(name)).replace("\r\n", "\n");
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> eachPageHasTheDirectivesOfItsModule() throws IOException {
        return Modules.all().stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.name(),
                        () -> assertEquals(
                                lines(Modules.directives(module)),
                                lines(matches(DIRECTIVE, page(Modules.page(module)))),
                                "the table in " + Modules.page(module))));
    }

    @Test
    void theGraphHasTheArrowsOfTheDescriptors() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (ModuleDescriptor module : Modules.all()) {
            Modules.needs(module).forEach(needed -> expected.add(module.name() + " --> " + needed));
            for (ModuleDescriptor.Provides provides : module.provides()) {
                String service = provides.service();
                String simple = service.substring(service.lastIndexOf('.') + 1);
                expected.add(module.name() + " -. " + simple + " .-> " + owner(service));
            }
        }
        assertEquals(lines(expected), lines(arrows(graph())), "the graph in README.md");
    }

    private static String graph() throws IOException {
        String readme = page("README.md");
        int start = readme.indexOf("```mermaid\n");
        assertTrue(start >= 0, "README.md has a graph");
        return readme.substring(start, readme.indexOf("```\n", start + 1));
    }

    private static Set<String> arrows(String graph) {
        Map<String, String> names = NODE.matcher(graph)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
        Set<String> arrows = new TreeSet<>();
        REQUIRES.matcher(graph)
                .results()
                .forEach(match -> arrows.add(name(names, match, 1) + " --> " + name(names, match, 2)));
        PROVIDES.matcher(graph)
                .results()
                .forEach(match ->
                        arrows.add(name(names, match, 1) + " -. " + match.group(2) + " .-> " + name(names, match, 3)));
        return arrows;
    }

    private static String name(Map<String, String> names, MatchResult match, int group) {
        return names.getOrDefault(match.group(group), "(no box " + match.group(group) + ")");
    }

    // The module that declares a service is the one that uses it.
    private static String owner(String service) {
        try {
            return Modules.all().stream()
                    .filter(module -> module.uses().contains(service))
                    .map(ModuleDescriptor::name)
                    .findFirst()
                    .orElse("(nobody)");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theTableNamesEveryModule() throws IOException {
        String readme = page("README.md");
        for (ModuleDescriptor module : Modules.all()) {
            String row = "| [" + module.name() + "](" + Modules.page(module) + ") |";
            assertTrue(readme.contains(row), "README.md has a row that begins with " + row);
        }
    }

    // One a line, as a failure is then readable.
    private static String lines(Set<String> items) {
        return String.join("\n", items);
    }
}
