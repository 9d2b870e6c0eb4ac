package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Limits;

/**
 * Makes codecs for one shorthand, such as {@code jrpc}.
 *
 * <p>Found with {@link java.util.ServiceLoader}, built once, and called from any thread. It is ready when its module passes
 * {@code CodecContract} from {@code dev.shorthand.tck}.
 */
public interface CodecProvider extends Provider {
    /**
     * Makes the codec that {@code expression} describes.
     *
     * @param expression what the user typed
     * @param limits     bounds, with those that the expression sets
     * @return an immutable codec
     * @throws ExpressionException if the expression cannot be read
     */
    Codec create(Expression expression, Limits limits);
}
