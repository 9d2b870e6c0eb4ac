package dev.shorthand.kernel;

import dev.shorthand.kernel.binding.Signature;
import dev.shorthand.kernel.binding.TypedProxy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the methods of a proxy for some peers do: notify each of them. Immutable and safe for any thread. */
final class PeersCalls implements TypedProxy.Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final List<Peer> peers;
    private final Duration timeout;

    PeersCalls(List<Peer> peers, Duration timeout) {
        this.peers = peers;
        this.timeout = timeout;
    }

    @Override
    public @Nullable Object call(Signature signature, Params params) {
        if (!signature.notification()) {
            throw new IllegalStateException(
                    signature + " is answered, but " + peers.size() + " peers were chosen; choose one");
        }
        RpcException failure = null;
        int failures = 0;
        for (Peer peer : peers) {
            try {
                peer.callTyped(signature, params, timeout);
            } catch (DisconnectedException | DeadlineException e) {
                LOG.debug("{} was not notified of {}", peer, signature.name(), e);
                failure = e;
                failures++;
            }
        }
        if (failure != null && failures == peers.size()) {
            throw failure;
        }
        return null;
    }

    @Override
    public String describe() {
        return String.join(", ", peers.stream().map(Peer::name).toList());
    }
}
