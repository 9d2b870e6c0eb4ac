package dev.shorthand.cli;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Plugins;
import picocli.CommandLine.Option;

/** The options that {@code serve} and {@code call} have in common. Confined to the main thread. */
final class Expressions {
    @Option(
            names = "--codec",
            paramLabel = "EXPR",
            defaultValue = "jrpc",
            description = "What messages look like; default: ${DEFAULT-VALUE}. shorthand plugins lists what there is.")
    private String codec;

    @Option(
            names = "--security",
            paramLabel = "EXPR",
            defaultValue = "null",
            description = "What signs or hides them; default: ${DEFAULT-VALUE}, which is nothing.")
    private String security;

    /** Returns a builder with codec and security set, which will look for both among these plugins. */
    EndpointBuilder builder(Plugins plugins) {
        return Endpoint.builder().plugins(plugins).codec(codec).security(security);
    }
}
