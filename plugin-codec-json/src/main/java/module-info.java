/**
 * JSON-RPC 2.0 as a codec: {@code jrpc}, in frames that end with a NUL, a newline or any other delimiter, or begin with
 * headers.
 *
 * <p>What the JSON looks like is in {@link dev.shorthand.codec.json.JrpcCodec}.
 */
module dev.shorthand.codec.json {
    requires transitive dev.shorthand.kernel; // its types are in the builder's signatures
    requires dev.shorthand.text; // framings
    requires com.fasterxml.jackson.core;

    // Annotations for the compiler alone: absent at run time.
    requires static org.jspecify;

    // The builder, for programs that prefer types to text, and the provider, which must be
    // public to be a service. Everything else in the package is package-private.
    exports dev.shorthand.codec.json;

    provides dev.shorthand.kernel.spi.CodecProvider with
            dev.shorthand.codec.json.JrpcProvider;
}
