package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.PluginSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens directories of plugins for {@link dev.shorthand.kernel.Plugins#fromDirectory}. Found as a service: the module {@code dev.shorthand.directory} has one.
 * Safe for any thread.
 */
public interface PluginDirectory {
    /**
     * Opens the jars of a directory; one that cannot be used is logged and left out.
     *
     * @param directory as the application gave it
     * @return where their providers are found
     * @throws IOException if the directory is missing, cannot be read, or holds no jar
     */
    PluginSource open(Path directory) throws IOException;
}
