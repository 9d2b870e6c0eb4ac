package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code shorthand} does besides serving and calling. */
class MainTest {
    @Test
    void isOnTheModulePathWhenItShouldBe() {
        assertEquals(
                "module".equals(System.getProperty("shorthand.path")),
                Main.class.getModule().isNamed());
    }

    @Test
    void printsItsHelpWhenNothingIsTyped() {
        Typed typed = Typed.run();
        assertEquals(0, typed.code());
        for (String command : List.of("demo", "serve", "call", "plugins")) {
            assertTrue(typed.out().contains("\n  " + command), typed.out());
            assertEquals(0, Typed.run(command, "--help").code());
        }
    }

    @Test
    void saysItsVersion() {
        Typed typed = Typed.run("--version");
        assertEquals(0, typed.code());
        assertTrue(typed.out().startsWith("shorthand "), typed.out());
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Typed typed = Typed.run("seve");
        assertEquals(2, typed.code());
        assertTrue(typed.err().contains("Did you mean: shorthand serve?"), typed.err());
    }

    @Test
    void saysWhereItCannotServe() {
        Typed typed = Typed.run("serve", "--transport", "tcpserve:127.0.0.1:0");
        assertEquals(2, typed.code());
        assertTrue(typed.err().contains("did you mean tcpserv?"), typed.err());
    }

    @Test
    void listsPluginsInAlignedColumns() {
        List<String> lines = Typed.run("plugins").out().lines().toList();
        int module = lines.get(0).indexOf("MODULE");
        for (String kind : List.of("codec", "transport", "security")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(kind)), kind);
        }
        assertTrue(
                lines.stream().skip(1).allMatch(line -> line.charAt(module - 1) == ' ' && line.charAt(module) != ' '));
    }

    @Test
    void saysInItsHelpWherePluginsCanBeAdded() {
        for (String[] words :
                new String[][] {{"--help"}, {"serve", "--help"}, {"call", "--help"}, {"plugins", "--help"}}) {
            Typed typed = Typed.run(words);
            assertTrue(typed.out().contains("--plugins=DIR"), typed.out());
        }
    }

    @Test
    void refusesAPluginDirectoryThatIsNotThere() {
        for (String[] words :
                new String[][] {{"--plugins", "no-such", "plugins"}, {"plugins", "--plugins", "no-such"}}) {
            Typed typed = Typed.run(words);
            assertEquals(2, typed.code());
            assertTrue(
                    typed.err().startsWith("shorthand: --plugins: there is no directory no-such; name one"),
                    typed.err());
        }
    }

    @Test
    void listsPluginsAsJson() {
        JsonText json = JsonText.installed();
        List<?> plugins = (List<?>)
                json.parse(Typed.run("plugins", "--json").out()).orElseThrow().value();
        assertTrue(plugins.stream()
                .map(plugin -> (Map<?, ?>) plugin)
                .anyMatch(plugin -> plugin.get("kind").equals("transport")
                        && plugin.get("shorthand").equals("tcp")
                        && plugin.keySet().containsAll(List.of("syntax", "summary", "module", "location"))));
    }
}
