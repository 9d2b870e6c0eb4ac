package dev.shorthand.kernel;

import dev.shorthand.kernel.binding.Signature;
import dev.shorthand.kernel.binding.TypedProxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the methods of a typed proxy do: call a peer, which is asked for at each call. Safe for any thread. */
final class TypedCalls implements TypedProxy.Calls {
    private final Supplier<Peer> peer;
    private final Duration timeout;
    private final String description;

    TypedCalls(Supplier<Peer> peer, Duration timeout, String description) {
        this.peer = peer;
        this.timeout = timeout;
        this.description = description;
    }

    @Override
    public @Nullable Object call(Signature signature, Params params) {
        return peer.get().callTyped(signature, params, timeout);
    }

    @Override
    public String describe() {
        return description;
    }
}
