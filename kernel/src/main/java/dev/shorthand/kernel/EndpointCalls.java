package dev.shorthand.kernel;

import dev.shorthand.kernel.spi.RemoteCalls;
import dev.shorthand.kernel.spi.ResultReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the methods of an endpoint's proxy do: notify all peers, or call the only one. Safe for any thread. */
final class EndpointCalls implements RemoteCalls {
    private final Hub hub;
    private final Duration timeout;

    EndpointCalls(Hub hub, Duration timeout) {
        this.hub = hub;
        this.timeout = timeout;
    }

    @Override
    public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
        if (result == null) {
            hub.notifyAll(method, params);
            return null;
        }
        long deadline = Peer.deadline(timeout);
        return hub.onlyPeer(deadline).callTyped(method, params, result, wait, deadline);
    }

    @Override
    public String describe() {
        return String.join(", ", hub.transports());
    }
}
