package dev.shorthand.cli;

import dev.shorthand.kernel.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The option that adds a directory of plugins. It stands before or after the subcommand; after it, it comes first. Confined to the main thread.
 */
final class PluginPath {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "A directory with more plugins: their jars, and those of the libraries they need. Not used by demo.")
    private @Nullable Path directory;

    /**
     * Returns what is installed, and what is in the directory where one is given.
     *
     * @throws ParameterException if the directory cannot be read, or holds no jar
     */
    Plugins find() {
        Path given = directory != null ? directory : beforeSubcommand();
        try {
            return given == null ? Plugins.installed() : Plugins.fromDirectory(given);
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), "--plugins: " + e.getMessage(), e);
        }
    }

    private @Nullable Path beforeSubcommand() {
        return command.root().userObject() instanceof Main main ? main.pluginPath().directory : null;
    }
}
