package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Pairs a reply with its call: a long or a string, given back exactly as it came.
 *
 * <p>JSON-RPC 2.0 (section 4) allows numbers, strings and null, and peers exist that send booleans
 * and fractions; those are kept too, so that whoever sent one finds it again in the reply.
 *
 * <p>Immutable.
 */
public final class Id {
    // What stands in the two ids that have no value; equal to nothing else.
    private static final Object NO_ID = new Object();
    private static final Object NULL_ID = new Object();

    /** No id at all: a call that carries it is a notification. */
    public static final Id NONE = new Id(0, NO_ID);

    /** The id {@code null}, as an error reply has it when the call's own could not be read. */
    public static final Id NULL = new Id(0, NULL_ID);

    private final long number;

    // Null for the common case, a long; then the id costs one object.
    private final @Nullable Object other;

    private Id(long number, @Nullable Object other) {
        this.number = number;
        this.other = other;
    }

    /**
     * Wraps a number.
     *
     * @param number any long, also 0 and below
     * @return the id
     */
    public static Id of(long number) {
        return new Id(number, null);
    }

    /**
     * Wraps a text.
     *
     * @param text any string, also the empty one
     * @return the id
     */
    public static Id of(String text) {
        return new Id(0, requireNonNull(text, "text"));
    }

    /**
     * Wraps what a codec found where an id should stand.
     *
     * @param value a Long, Integer, String, Boolean, Double or BigInteger, or null for {@link #NULL}
     * @return the id
     * @throws IllegalArgumentException if {@code value} is of another type
     */
    public static Id ofValue(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Long || value instanceof Integer) {
            return of(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return of(text);
        }
        if (value instanceof Boolean || value instanceof Double || value instanceof BigInteger) {
            return new Id(0, value);
        }
        throw new IllegalArgumentException("an id is a number or a string, not a "
                + value.getClass().getSimpleName() + "; for example 7 or \"a7\"");
    }

    /**
     * Returns whether there is an id, be it the id {@code null}.
     *
     * @return false for {@link #NONE} alone
     */
    public boolean isPresent() {
        return other != NO_ID;
    }

    /**
     * Returns whether this is a long.
     *
     * @return whether {@link #number()} may be called
     */
    public boolean isNumber() {
        return other == null;
    }

    /**
     * Returns the long.
     *
     * @return the number
     * @throws IllegalStateException if this id is something else
     */
    public long number() {
        if (other != null) {
            throw new IllegalStateException("the id " + this + " is not a number; ask isNumber() first");
        }
        return number;
    }

    /**
     * Returns the plain value: a Long, String, Boolean, Double or BigInteger, or null for {@link #NULL}.
     *
     * @return what a codec writes
     * @throws IllegalStateException for {@link #NONE}, which is not written at all
     */
    public @Nullable Object value() {
        if (other == NO_ID) {
            throw new IllegalStateException("there is no id; ask isPresent() first");
        }
        return other == NULL_ID ? null : other == null ? (Object) number : other;
    }

    @Override
    public boolean equals(@Nullable Object that) {
        if (this == that) {
            return true;
        }
        if (!(that instanceof Id id)) {
            return false;
        }
        return other == null ? id.other == null && number == id.number : other.equals(id.other);
    }

    @Override
    public int hashCode() {
        return other == null ? Long.hashCode(number) : other.hashCode();
    }

    /** Returns the id as JSON has it: {@code 7}, {@code "a7"}, {@code null}; {@code none} for no id. */
    @Override
    public String toString() {
        if (other == null) {
            return Long.toString(number);
        }
        if (other == NO_ID || other == NULL_ID) {
            return other == NO_ID ? "none" : "null";
        }
        return other instanceof String text ? '"' + Quoted.shorten(text) + '"' : other.toString();
    }
}
