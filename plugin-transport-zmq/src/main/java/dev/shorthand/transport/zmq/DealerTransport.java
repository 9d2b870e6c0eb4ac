package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZError;
import zmq.ZMQ;

/**
 * A DEALER: one peer, behind which there may be several servers, each call going to the next. jeromq connects again by itself; what was under way when
 * the last connection was lost ends, and a new link is reported when there is one again. Safe for any thread.
 */
final class DealerTransport extends ZmqTransport {
    private static final Logger LOG = LoggerFactory.getLogger(DealerTransport.class);

    private static final int SLOWEST_RECONNECT_MILLIS = 5_000;
    private static final List<byte[]> DELIMITER = List.of(Envelope.EMPTY);

    private final Connected connected;
    private final Duration connectTimeout;

    // Written by the thread that starts, and from then on by the one that drives.
    private volatile @Nullable ZmqLink link;

    // Whether one of the hosts has no other addresses; confined to the thread that drives.
    private boolean ipv6;

    // Whether the end of a link is not reported yet, as its handler is at work: the next one waits for that, or the
    // endpoint would have two peers.
    private volatile boolean isEnding;

    // Confined to the thread that drives.
    private int lossesSeen;
    private int partingsSeen;
    private int endsRead;

    // Whether it has ended for good: closed by either side.
    private volatile boolean over;

    DealerTransport(List<Address> addresses, SocketSettings settings, Limits limits, Duration connectTimeout) {
        super("zmq:" + Address.join(addresses), addresses, settings, limits);
        this.connectTimeout = connectTimeout;
        // Within a process there are no connections that could be waited for.
        this.connected = new Connected(addresses.stream().anyMatch(Address::isInProcess), tooLong, this::wake);
    }

    @Override
    int socketType() {
        return ZMQ.ZMQ_DEALER;
    }

    @Override
    void open(ZmqSocket socket) throws IOException {
        for (Address address : addresses) {
            ipv6 |= address.needsIpv6("host", "check the name, or give an IP address");
        }
        socket.set(ZMQ.ZMQ_IPV6, ipv6);
        // Messages go to servers that are connected, and none waits for one that is not.
        socket.set(ZMQ.ZMQ_IMMEDIATE, false);
        socket.set(ZMQ.ZMQ_RECONNECT_IVL_MAX, SLOWEST_RECONNECT_MILLIS);
        socket.base().setEventHook(connected, ZMQ.ZMQ_EVENT_HANDSHAKE_PROTOCOL | ZMQ.ZMQ_EVENT_DISCONNECTED);
        for (Address address : addresses) {
            connect(socket, address);
        }
    }

    private static void connect(ZmqSocket socket, Address address) throws IOException {
        try {
            if (socket.base().connect(address.text())) {
                return;
            }
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot connect to " + address + ": " + e.getMessage() + "; check the name, or give an IP address",
                    e);
        }
        throw new IOException("cannot connect to " + address + ": "
                + ZError.toString(socket.base().errno()) + "; " + Address.FORMS);
    }

    /** Waits for the first connection. */
    void awaitConnected() throws IOException {
        if (connected.await(connectTimeout.toNanos())) {
            return;
        }
        close();
        boolean refused = connected.ends() > 0;
        throw new ConnectException((refused ? "no handshake with " : "no answer from ") + names() + " within "
                + connectTimeout.toMillis() + " ms; "
                + (refused
                        ? "is it a ZeroMQ ROUTER, and do the CURVE keys match?"
                        : "is the server running, and are host and port right?")
                + " connectTimeout sets how long to wait, with 0s not at all");
    }

    private String names() {
        return addresses.stream().map(Address::text).collect(Collectors.joining(", "));
    }

    /** A lost connection comes back by itself. */
    @Override
    public boolean isServer() {
        return link == null && listener() != null && !over && !isClosed();
    }

    @Override
    void started(TransportListener to) {
        newLink().open(to);
    }

    private ZmqLink newLink() {
        ZmqLink made = new ZmqLink(this, names(), DELIMITER, null);
        linkOpened();
        link = made;
        return made;
    }

    @Override
    int endings() {
        return connected.ends();
    }

    @Override
    void hasRead(int endingsBefore) {
        if (endingsBefore != endsRead) {
            endsRead = endingsBefore;
            connected.hasRead(endingsBefore);
        }
    }

    @Override
    void lookAfter() {
        TransportListener listener = listener();
        ZmqLink current = link;
        // Asked before the ends, which count first.
        int losses = connected.losses();
        if (listener == null || connected.ends() != endsRead) {
            return;
        }
        if (connected.partings() != partingsSeen) {
            partingsSeen = connected.partings();
            if (current != null) {
                // Nobody knows how much of it was for the server that is lost.
                current.heldNoMore();
            }
        }
        boolean cut = connected.hasCut();
        if (cut) {
            connectAgain(connected.takeCut());
        }
        if (losses != lossesSeen) {
            lossesSeen = losses;
            if (current != null && cut) {
                lost(current, new IOException(tooLong.mend()));
            } else if (current != null) {
                lost(current);
            }
        } else if (current == null && !isEnding && !over && !isClosed() && connected.isUp()) {
            ZmqLink made = newLink();
            deliverLater(() -> made.execute(() -> made.open(listener)));
        }
    }

    /** Connects where jeromq has ended a connection for a message that was far too long, and does not do so itself. */
    private void connectAgain(Set<String> cut) {
        for (Address address : addresses) {
            try {
                if (addresses.size() == 1 || cut.contains(address.resolved(ipv6))) {
                    socket().base().termEndpoint(address.text());
                    connect(socket(), address);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} is not connected again to {}: {}", this, address, e.getMessage());
            }
        }
    }

    @Override
    boolean hasNews() {
        return connected.ends() != endsRead
                || (connected.losses() != lossesSeen && listener() != null)
                || (connected.partings() != partingsSeen && listener() != null)
                || (link == null && !isEnding && connected.isUp() && listener() != null)
                || isOver();
    }

    @Override
    long patienceMillis() {
        return 0;
    }

    @Override
    void arrived(List<byte[]> frames) {
        ZmqLink to = link;
        if (frames.isEmpty() || to == null) {
            return;
        }
        Envelope message = Envelope.of(frames);
        if (message.bye()) {
            // One of several goes; the others stay.
            if (addresses.size() == 1) {
                over = true;
                link = null;
                deliverLater(() -> to.disconnected(null));
            }
        } else if (message.lost() != null) {
            lost(to, new IOException(message.lost()));
        } else if (tooLong.is(message)) {
            IOException why = tooLong.refused(message, names());
            if (addresses.size() == 1) {
                socket().send(DELIMITER, Envelope.lostFor(String.valueOf(why.getMessage())));
            }
            lost(to, why);
        } else if (!message.payloads().isEmpty()) {
            to.received(new Envelope(DELIMITER, message.payloads()), false);
        }
    }

    @Override
    void lost(ZmqLink lost) {
        lost(
                lost,
                new IOException("the connection to " + names() + " was lost; it is made again as soon as that can be"
                        + (settings.keys() == null ? "" : " (do the CURVE keys match?)")
                        + (lost.longestSent() <= TooLong.ALWAYS_READ
                                ? ""
                                : "; the longest message sent over it had " + lost.longestSent()
                                        + " bytes: it ends, too, where that is over twice the other side's maxFrame")));
    }

    /** What was under way is lost; where a server is still connected, or is again, there will be another link. */
    private void lost(ZmqLink lost, IOException why) {
        if (lost.equals(link)) {
            link = null;
        }
        isEnding = true;
        deliverLater(() -> {
            lost.disconnected(why);
            lost.execute(() -> {
                isEnding = false;
                wake();
            });
        });
    }

    @Override
    void drop(ZmqLink dropped, IOException why) {
        if (dropped.equals(link)) {
            finished(dropped);
            deliverLater(() -> dropped.disconnected(why));
        }
    }

    @Override
    boolean giveUp(ZmqLink sender, IOException why) {
        boolean isPresent = sender.equals(link);
        finished(sender);
        sender.giveUp(why);
        return isPresent;
    }

    @Override
    boolean hasOthers() {
        return false;
    }

    @Override
    void finished(ZmqLink closed) {
        if (closed.equals(link)) {
            link = null;
            over = true;
        }
    }

    @Override
    boolean isOver() {
        return link == null && (over || isClosed());
    }

    @Override
    void ended(@Nullable Throwable cause) {
        connected.readNoMore();
        ZmqLink last = link;
        link = null;
        over = true;
        if (last != null) {
            last.disconnected(cause);
        }
    }

    @Override
    void stopped() {
        // A link that was reported belongs to the kernel, which closes it when it has sent its last.
        if (!hasOpenLinks()) {
            awaitEnd();
        }
    }
}
