/**
 * Security on the JDK's own cryptography: {@code hmac:user?keys=FILE} signs messages, {@code blindly_believe_everything:user} only names
 * who sent them.
 *
 * <p>What a signature protects from, and what not, is in {@link dev.shorthand.security.Hmac}.
 */
module dev.shorthand.security {
    requires transitive dev.shorthand.kernel; // its types are in the builders' signatures
    requires org.slf4j;

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // The builders, for programs that prefer types to text, and the providers, which must be
    // public to be services. Everything else in the package is package-private.
    exports dev.shorthand.security;

    // One per shorthand, so that a broken one is named in its error.
    provides dev.shorthand.kernel.spi.SecurityProvider with
            dev.shorthand.security.BlindlyBelieveEverythingProvider,
            dev.shorthand.security.HmacProvider;
}
