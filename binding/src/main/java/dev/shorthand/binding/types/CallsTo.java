package dev.shorthand.binding.types;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Remote;
import dev.shorthand.kernel.RemoteOptions;
import dev.shorthand.kernel.spi.ResultReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the methods of most remote objects do: call. Immutable and safe for any thread.
 *
 * @param remote  is called
 * @param timeout how long each reply may take
 */
public record CallsTo(Remote remote, Duration timeout) implements RemoteCalls {
    /**
     * Makes the calls of a remote object.
     *
     * @param remote  is called
     * @param options may have a timeout
     */
    public CallsTo(Remote remote, RemoteOptions options) {
        this(remote, options.timeoutOr(remote.timeout()));
    }

    @Override
    public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
        if (result == null) {
            remote.notify(method, params);
            return null;
        }
        return remote.callTyped(method, params, result, wait, timeout);
    }

    @Override
    public String describe() {
        return remote instanceof Endpoint endpoint ? String.join(", ", endpoint.transports()) : remote.toString();
    }
}
