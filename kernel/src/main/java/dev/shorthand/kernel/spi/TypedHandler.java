package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.Handler;
import dev.shorthand.kernel.Params;

/**
 * A handler that reads its arguments itself, while the message is being decoded. Its {@code toString} says in errors what serves the method.
 *
 * <p>A binder makes them; written by hand or by a generator, they do without reflection. Safe for any thread.
 */
public interface TypedHandler extends Handler {
    /**
     * Reads arguments as {@link #handle} takes them; it takes plain ones, too.
     *
     * @param in stands on the first token of the params, and is left on their last
     * @return the arguments, for example made by {@link Params#bound}
     * @throws MismatchException if they do not fit; the message names the parameter, and not the method
     */
    Params readParams(ValueReader in);

    /**
     * Converts arguments for whoever looks at them before the handler does.
     *
     * @param params plain ones, or those that {@link #readParams} has read
     * @return the arguments as {@link #handle} takes them
     * @throws dev.shorthand.kernel.InvalidParamsException if they do not fit; the message names the method and the parameter
     */
    Params convert(Params params);
}
