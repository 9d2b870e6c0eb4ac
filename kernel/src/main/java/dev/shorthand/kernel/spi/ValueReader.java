package dev.shorthand.kernel.spi;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value in a codec's format, token by token.
 *
 * <p>Whoever reads a value finds the reader standing on the value's first token and leaves it standing on the last, which for a list
 * is {@link Token#END_LIST}. Confined to one thread, and good only until the call it was given to returns.
 *
 * <p>What is wrong with the format itself leaves {@link #next} as a {@link MalformedException}; it ends the decoding of the payload.
 */
public interface ValueReader {
    /**
     * Returns the token that the reader stands on.
     *
     * @return the present token
     */
    Token token();

    /**
     * Moves on.
     *
     * @return the new present token
     * @throws MalformedException if what follows is not the format, or passes a limit
     */
    Token next();

    /**
     * Moves on to the value of the next pair of the map that the reader is in.
     *
     * @return the name before it; or null where the map ends, on whose {@link Token#END_MAP} the reader then stands
     * @throws MalformedException as {@link #next} does
     */
    default @Nullable String nextMember() {
        if (next() == Token.END_MAP) {
            return null;
        }
        String name = string();
        next();
        return name;
    }

    /**
     * Does the same as {@link #nextMember()} for somebody who expects a name, which a reader may so find faster.
     *
     * @param names a declaration's names, always in the same array, which is not written to
     * @param index the place of the expected one among them; nothing is expected from {@code names.length} on
     * @return as {@code nextMember()}
     * @throws MalformedException as {@link #next} does
     */
    default @Nullable String nextMember(String[] names, int index) {
        return nextMember();
    }

    /**
     * Returns the present {@link Token#LONG}.
     *
     * @return the value
     */
    long longValue();

    /**
     * Returns the present {@link Token#DOUBLE}.
     *
     * @return the value
     */
    double doubleValue();

    /**
     * Returns the present {@link Token#BIG_INTEGER}.
     *
     * @return the value
     */
    BigInteger bigInteger();

    /**
     * Returns the present {@link Token#DECIMAL}, or {@link Token#DOUBLE} with all the digits it was written with.
     *
     * @return the value
     */
    BigDecimal bigDecimal();

    /**
     * Returns the present {@link Token#STRING} or {@link Token#NAME}.
     *
     * @return the text
     */
    String string();

    /**
     * Returns the present {@link Token#BYTES}.
     *
     * @return a new array
     */
    byte[] bytes();

    /**
     * Returns the present {@link Token#OBJECT}.
     *
     * @return the codec's own value, or the very one that was sent
     */
    default @Nullable Object object() {
        throw new IllegalStateException("this format has no values of its own");
    }

    /** Passes over the value that begins at the present token, however deep it is. */
    default void skip() {
        int depth = 0;
        Token token = token();
        while (true) {
            if (token == Token.LIST || token == Token.MAP) {
                depth++;
            } else if (token == Token.END_LIST || token == Token.END_MAP) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            token = next();
        }
    }
}
