package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Malformed;

/**
 * What arrived cannot be read further. A decoder throws and catches it within {@link Decoder#decode}, which returns its {@link Malformed}.
 *
 * <p>Without a stack trace: a peer that sends garbage should not cost more than one that does not.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Malformed malformed;

    /**
     * Wraps what is to be returned.
     *
     * @param malformed what is known about the message
     */
    public MalformedException(Malformed malformed) {
        super(malformed.problem(), null, false, false);
        this.malformed = malformed;
    }

    /**
     * Returns what is known about the message.
     *
     * @return the message to return from {@link Decoder#decode}
     */
    public Malformed malformed() {
        return malformed;
    }
}
