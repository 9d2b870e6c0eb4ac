package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZMQ;

/**
 * The connections to a ROUTER over which no message has come yet, which is all that it does not know as peers.
 *
 * <p>jeromq tells who connects, and each message where it is from. Whoever is silent for too long, or is one too many, has the way in closed: jeromq reads the end
 * of the connection there, and ends it as it does when a peer has gone. Safe for any thread.
 */
final class Newcomers {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    // Beyond the peers that there may be: those connect before they speak, and one more of them is to be told so.
    private static final int SPARE = 100;

    private final long most;
    private final Duration firstFrame;
    private final Runnable whenOneCame;
    private final SeldomWarning warnings = new SeldomWarning();

    // Guarded by this: by their addresses as messages have them, those first that came first.
    private final Map<String, Newcomer> silent = new LinkedHashMap<>();

    // Whoever reads messages asks for each of them.
    private volatile boolean any;

    private record Newcomer(SocketChannel channel, long sinceNanos) {}

    /**
     * Makes it.
     *
     * @param peers       how many may be known; a hundred more may be silent
     * @param firstFrame  for how long each may be silent; zero for ever
     * @param whenOneCame called on jeromq's thread, where there is a time to look after
     */
    Newcomers(int peers, Duration firstFrame, Runnable whenOneCame) {
        this.most = (long) peers + SPARE;
        this.firstFrame = firstFrame;
        this.whenOneCame = whenOneCame;
    }

    /** Takes that a connection was made or has ended; by jeromq's thread. */
    void consume(ZMQ.Event event) {
        String address = event.arg instanceof SocketChannel channel ? addressOf(channel) : null;
        if (address != null && event.event == ZMQ.ZMQ_EVENT_ACCEPTED) {
            came(address, (SocketChannel) event.arg);
        } else if (address != null) {
            hasSpoken(address);
        }
    }

    // As jeromq puts it down with each message (zmq.io.net.Address).
    private static @Nullable String addressOf(SocketChannel channel) {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress peer
                    ? peer.getAddress().getHostAddress() + ':' + peer.getPort()
                    : null;
        } catch (IOException e) {
            return null; // it has ended
        }
    }

    private void came(String address, SocketChannel channel) {
        boolean tooMany;
        synchronized (this) {
            if (silent.size() == most) {
                silent.values().removeIf(each -> !each.channel.isOpen());
            }
            tooMany = silent.size() == most;
            if (!tooMany) {
                silent.put(address, new Newcomer(channel, System.nanoTime()));
                any = true;
            }
        }
        if (tooMany) {
            end(channel);
            warn(
                    address,
                    "refused, as " + most
                            + " connections are open that have sent nothing; raise maxConnections, or have firstFrame close them");
        } else if (!firstFrame.isZero()) {
            whenOneCame.run();
        }
    }

    /** Returns whether all have sent something. */
    boolean isEmpty() {
        return !any;
    }

    /** Something came from there, or nothing will any more. */
    synchronized void hasSpoken(String address) {
        silent.remove(address);
        any = !silent.isEmpty();
    }

    /** Ends those that were silent for too long. */
    void endLate(long nowNanos) {
        if (!any || firstFrame.isZero()) {
            return;
        }
        List<String> late = new ArrayList<>();
        synchronized (this) {
            Iterator<Map.Entry<String, Newcomer>> all = silent.entrySet().iterator();
            boolean more = true;
            while (more && all.hasNext()) {
                Map.Entry<String, Newcomer> next = all.next();
                more = nowNanos - next.getValue().sinceNanos >= firstFrame.toNanos();
                if (more) {
                    end(next.getValue().channel);
                    late.add(next.getKey());
                    all.remove();
                }
            }
            any = !silent.isEmpty();
        }
        late.forEach(address -> warn(
                address,
                "closed, as it sent no whole message within " + firstFrame.toMillis()
                        + " ms; does it speak ZeroMQ? firstFrame sets how long it may take"));
    }

    /** Returns in how many milliseconds the next may be too late; 0 where none will be. */
    synchronized long patienceMillis(long nowNanos) {
        if (firstFrame.isZero() || silent.isEmpty()) {
            return 0;
        }
        long left = silent.values().iterator().next().sinceNanos + firstFrame.toNanos() - nowNanos;
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1);
    }

    // Not all of it: jeromq would not learn that its channel is closed.
    private static void end(SocketChannel channel) {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            LOG.debug("{} has ended already", channel, e);
        }
    }

    private void warn(String address, String what) {
        if (warnings.isDue()) {
            LOG.warn("a connection from {} was {}", address, what);
        }
    }
}
