/**
 * The contracts of the SPI as tests: a plugin is ready when it passes the one of its kind.
 *
 * <p>A plugin's author extends {@link dev.shorthand.tck.TransportContract}, or {@link dev.shorthand.tck.RequestContract} for a transport of one request, or {@link
 * dev.shorthand.tck.CodecContract} and {@link dev.shorthand.tck.CodecFuzz}, among the plugin's tests. The rules are numbered; {@code module-info-docs/transport-contract.md} and {@code codec-contract.md} give the reason for each.
 */
module dev.shorthand.tck {
    requires dev.shorthand.binding; // for an interface that the contract of dispatchers serves
    requires transitive dev.shorthand.kernel; // what is tested
    requires dev.shorthand.text; // the framing of a codec that the contract of transports uses
    requires transitive org.junit.jupiter.api; // the contracts are test classes

    // Reads golden vectors; whoever tests with those brings it.
    requires static com.fasterxml.jackson.core;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // For the tests of whoever writes a plugin.
    exports dev.shorthand.tck;
}
