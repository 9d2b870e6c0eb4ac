package dev.shorthand.binding.types;

import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ResultReader;
import org.jspecify.annotations.Nullable;

/** What the methods of a remote object call through; it knows whom. Safe for any thread. */
public interface RemoteCalls {
    /**
     * Makes one call, or sends one notification.
     *
     * @param method the remote method
     * @param params its arguments
     * @param result reads the result; null for a notification
     * @param wait   whether to wait for the result
     * @return the result, or a {@link dev.shorthand.kernel.Promise} of it where this does not wait; null for a notification, and where a result that was to be
     *         waited for comes otherwise, as in a batch
     */
    @Nullable
    Object call(String method, Params params, @Nullable ResultReader result, boolean wait);

    /**
     * Returns who is called.
     *
     * @return for example {@code 127.0.0.1:8888}
     */
    String describe();
}
