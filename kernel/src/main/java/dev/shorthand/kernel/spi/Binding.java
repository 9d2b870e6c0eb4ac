package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import org.jspecify.annotations.Nullable;

/**
 * Reads arguments and results while a message is being decoded, straight into what their receiver declares.
 *
 * <p>The kernel implements it and a {@link Decoder} calls it, standing on the first token of the value. A decoder that does not know the
 * method yet, because the params came first, asks with an empty name and gets plain values. Safe for the decoder's thread only.
 */
public interface Binding {
    /**
     * Reads the arguments of a call.
     *
     * @param method the method, or the empty string while it is not known
     * @param in     stands on the first token of the params
     * @return the arguments; {@code in} stands on their last token
     * @throws MismatchException if they do not fit what the method declares
     */
    Params readParams(String method, ValueReader in);

    /**
     * Reads the result of a reply.
     *
     * @param id that of the reply, or {@link Id#NONE} while it is not known
     * @param in stands on the first token of the result
     * @return the result; {@code in} stands on its last token
     * @throws MismatchException if it does not fit what the caller's method declares
     */
    @Nullable
    Object readResult(Id id, ValueReader in);

    /**
     * Returns the binding that knows no types and gives plain values.
     *
     * @return the same one always; safe for any thread
     */
    static Binding plain() {
        return PlainValues.BINDING;
    }
}
