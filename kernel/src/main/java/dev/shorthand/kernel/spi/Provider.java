package dev.shorthand.kernel.spi;

/** What all providers have in common: the word they are found by, and a line about themselves. */
public interface Provider {
    /**
     * Returns the first word of the expressions this provider reads.
     *
     * @return lower-case ASCII letters, digits and underscores, for example {@code "tcp"}; the same on every call
     */
    String shorthand();

    /**
     * Returns an expression that shows the form, for listings and error messages.
     *
     * @return for example {@code "tcp:host:port"}
     */
    String syntax();

    /**
     * Returns what it is for.
     *
     * @return one line without a full stop, for example {@code "a TCP connection to a server"}
     */
    String summary();
}
