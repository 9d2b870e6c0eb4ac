/**
 * What codecs of text have in common: frames that end with a delimiter, lines, the digits of doubles, and the check for UTF-8.
 *
 * <p>A codec that is not of text has no use for it, nor has an application. No service is here.
 */
module dev.shorthand.text {
    requires transitive dev.shorthand.kernel; // its Framing is in the signatures

    // Annotations for the compiler alone.
    requires static org.jspecify;

    // For those who write a codec.
    exports dev.shorthand.text;
}
