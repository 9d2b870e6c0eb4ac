package dev.shorthand.docs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules of this checkout, by their compiled descriptors. Holds nothing. */
final class Modules {
    static final Path ROOT = Path.of(System.getProperty("shorthand.root"));

    private Modules() {}

    /** Returns the descriptors of all folders that have a module. */
    static List<ModuleDescriptor> all() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
                    .sorted()
                    .map(folder -> folder.resolve("target/classes/module-info.class"))
                    .map(Modules::read)
                    .toList();
        }
    }

    private static ModuleDescriptor read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file + "; run mvn verify from the root", e);
        }
    }

    /** Returns its page's name: what follows {@code dev.shorthand.}, with hyphens. */
    static String page(ModuleDescriptor module) {
        return module.name().replace("dev.shorthand.", "").replace('.', '-') + ".md";
    }

    /** Returns the modules that must be there at run time, without {@code java.base}. */
    static Stream<String> needs(ModuleDescriptor module) {
        return module.requires().stream()
                .filter(requires -> !requires.modifiers().contains(Requires.Modifier.MANDATED)
                        && !requires.modifiers().contains(Requires.Modifier.STATIC)
                        && !requires.name().equals("java.base"))
                .map(Requires::name);
    }

    /** Returns the directives as they stand in a module-info, without the semicolon; names after {@code to} and {@code with} in order. */
    static Set<String> directives(ModuleDescriptor module) {
        Set<String> directives = new TreeSet<>();
        for (Requires requires : module.requires()) {
            if (!requires.name().equals("java.base")) {
                directives.add("requires " + modifiers(requires) + requires.name());
            }
        }
        module.exports()
                .forEach(exports -> directives.add("exports " + exports.source() + list(" to ", exports.targets())));
        module.opens().forEach(opens -> directives.add("opens " + opens.source() + list(" to ", opens.targets())));
        module.uses().forEach(uses -> directives.add("uses " + uses));
        module.provides()
                .forEach(provides -> directives.add(
                        "provides " + provides.service() + list(" with ", Set.copyOf(provides.providers()))));
        return directives;
    }

    private static String modifiers(Requires requires) {
        return (requires.modifiers().contains(Requires.Modifier.STATIC) ? "static " : "")
                + (requires.modifiers().contains(Requires.Modifier.TRANSITIVE) ? "transitive " : "");
    }

    private static String list(String word, Set<String> names) {
        return names.isEmpty() ? "" : names.stream().sorted().collect(Collectors.joining(", ", word, ""));
    }
}
