/**
 * The codec {@code terse}: one line a message, short enough to be typed in telnet, {@code add[1] a:1 b:2}.
 *
 * <p>What the lines look like is in {@link dev.shorthand.codec.terse.TerseCodec}.
 */
module dev.shorthand.codec.terse {
    requires transitive dev.shorthand.kernel; // its types are in the builder's signatures
    requires dev.shorthand.text; // framings

    // Annotations for the compiler alone: absent at run time.
    requires static org.jspecify;

    // The builder, for programs that prefer types to text, and the provider, which must be
    // public to be a service. Everything else in the package is package-private.
    exports dev.shorthand.codec.terse;

    provides dev.shorthand.kernel.spi.CodecProvider with
            dev.shorthand.codec.terse.TerseProvider;
}
