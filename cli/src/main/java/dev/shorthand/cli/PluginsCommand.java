package dev.shorthand.cli;

import dev.shorthand.kernel.Plugins.Plugin;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what expressions can begin with. Confined to the main thread. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {"Lists every codec, transport and security provider, its module, and where that was found.", ""})
final class PluginsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PluginPath pluginPath;

    @Option(names = "--json", description = "Print a JSON array of objects, with whole locations.")
    private boolean asJson;

    @Override
    public Integer call() {
        List<Plugin> plugins = pluginPath.find().list();
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            JsonText json = JsonText.installed();
            String items = String.join(
                    ",\n ",
                    plugins.stream().map(plugin -> json.print(fields(plugin))).toList());
            out.println("[" + items + "]");
        } else {
            table(plugins).lines().forEach(out::println);
        }
        return 0;
    }

    private static Map<String, Object> fields(Plugin plugin) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", plugin.kind());
        fields.put("shorthand", plugin.shorthand());
        fields.put("syntax", plugin.syntax());
        fields.put("summary", plugin.summary());
        fields.put("module", plugin.module());
        fields.put("location", plugin.location());
        return fields;
    }

    private static Table table(List<Plugin> plugins) {
        Table table = new Table("KIND", "EXPRESSION", "WHAT FOR", "MODULE", "FOUND IN");
        for (Plugin plugin : plugins) {
            table.add(
                    plugin.kind(),
                    plugin.syntax(),
                    plugin.summary(),
                    plugin.module(),
                    Locations.shorten(plugin.location()));
        }
        return table;
    }
}
