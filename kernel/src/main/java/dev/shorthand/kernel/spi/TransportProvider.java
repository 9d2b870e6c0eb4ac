package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import java.io.IOException;

/**
 * Makes transports for one shorthand, such as {@code tcp}.
 *
 * <p>The kernel finds providers with {@link java.util.ServiceLoader}, builds each once, and calls it
 * from any thread, so a provider holds no state about a connection. A provider is ready when its
 * module passes {@code TransportContract} from {@code dev.shorthand.tck}.
 */
public interface TransportProvider extends Provider {
    /**
     * Connects, or binds, as {@code expression} says, blocking until that is done or refused.
     *
     * @param expression what the user typed, cut into positional part and options
     * @param limits     bounds, with those that the expression sets
     * @return an open transport that reads nothing until {@link Transport#start}; the caller closes it
     * @throws ExpressionException if the expression cannot be read; nothing has been opened
     * @throws IOException         if the other side cannot be reached or the address cannot be bound; nothing is left open.
     *                             The message names the address and the mend.
     */
    Transport open(Expression expression, Limits limits) throws IOException;

    /**
     * Does the same for a transport that is made of others, whose expressions stand in its own. Others need not implement it.
     *
     * @param expression what the user typed
     * @param limits     bounds, with those that the expression sets
     * @param plugins    opens what stands in it, in parentheses for example
     * @return an open transport
     * @throws ExpressionException as {@link #open(Expression, Limits)}
     * @throws IOException         as {@link #open(Expression, Limits)}
     */
    default Transport open(Expression expression, Limits limits, Plugins plugins) throws IOException {
        return open(expression, limits);
    }
}
