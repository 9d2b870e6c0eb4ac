/**
 * Loads plugins from the jars of a directory, which {@code Plugins.fromDirectory} of the kernel names.
 *
 * <p>The kernel finds it as a service. Where all plugins stand on the module path or the class path it can be left out.
 */
module dev.shorthand.directory {
    requires dev.shorthand.kernel;
    requires org.slf4j;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    provides dev.shorthand.kernel.spi.PluginDirectory with
            dev.shorthand.directory.JarDirectory;
}
