package dev.shorthand.kernel;

import dev.shorthand.kernel.binding.Signature;
import dev.shorthand.kernel.binding.TypedProxy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the methods of an endpoint's proxy do: notify all peers, or call the only one. Safe for any thread. */
final class EndpointCalls implements TypedProxy.Calls {
    private final Hub hub;
    private final Duration timeout;

    EndpointCalls(Hub hub, Duration timeout) {
        this.hub = hub;
        this.timeout = timeout;
    }

    @Override
    public @Nullable Object call(Signature signature, Params params) {
        if (signature.notification()) {
            hub.notifyAll(signature.name(), params);
            return signature.nothing();
        }
        return hub.onlyPeer().callTyped(signature, params, timeout);
    }

    @Override
    public String describe() {
        return String.join(", ", hub.transports());
    }
}
