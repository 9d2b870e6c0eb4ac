package dev.shorthand.binding;

import dev.shorthand.binding.types.RemoteCalls;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ResultReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the methods of a proxy for some peers do: notify each of them. Immutable and safe for any thread. */
final class PeersCalls implements RemoteCalls {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final List<Peer> peers;

    PeersCalls(List<Peer> peers) {
        this.peers = peers;
    }

    @Override
    public @Nullable Object call(String method, Params params, @Nullable ResultReader result, boolean wait) {
        if (result != null) {
            throw new IllegalStateException(
                    method + " is answered, but " + peers.size() + " peers were chosen; choose one");
        }
        RpcException failure = null;
        int failures = 0;
        for (Peer peer : peers) {
            try {
                peer.notify(method, params);
            } catch (DisconnectedException | DeadlineException e) {
                LOG.debug("{} was not notified of {}", peer, method, e);
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
