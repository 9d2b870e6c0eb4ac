package dev.shorthand.kernel.spi;

import org.jspecify.annotations.Nullable;

/** Reads the result of a call as its caller declares it. Immutable and safe for any thread. */
public interface ResultReader {
    /**
     * Reads a result while its reply is being decoded.
     *
     * @param in stands on the value's first token, and is left on its last one
     * @return the result as declared
     * @throws MismatchException if it does not fit; the reader is then left anywhere
     */
    @Nullable
    Object read(ValueReader in);

    /**
     * Converts a result that was read before it was known whose it is.
     *
     * @param plain a plain value
     * @return the result as declared
     * @throws MismatchException if it does not fit
     */
    @Nullable
    Object convert(@Nullable Object plain);
}
