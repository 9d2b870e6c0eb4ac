package dev.shorthand.cli;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
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

    /** Returns a builder with codec and security set. */
    EndpointBuilder builder() {
        return Endpoint.builder().codec(codec).security(security);
    }
}
