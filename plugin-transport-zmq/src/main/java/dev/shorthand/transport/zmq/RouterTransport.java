package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZError;
import zmq.ZMQ;

/** A ROUTER: any number of peers, each known from its first message on. Safe for any thread. */
final class RouterTransport extends ZmqTransport {
    private static final Logger LOG = LoggerFactory.getLogger(RouterTransport.class);

    private static final int NAMES_TRIED = 10;

    private final boolean answerNotifications;
    private final RouterPeers peers;
    private final Newcomers newcomers;
    private final Patience patience;
    private final SeldomWarning cannotAccept = new SeldomWarning();

    // What jeromq is to say when a peer's connection has ended; random, so that no peer can say it.
    private final byte[] disconnected = new byte[16];

    RouterTransport(
            List<Address> addresses,
            SocketSettings settings,
            Limits limits,
            boolean answerNotifications,
            Patience patience) {
        super("zmqserv:" + Address.join(addresses), addresses, settings, limits);
        this.answerNotifications = answerNotifications;
        this.patience = patience;
        this.peers = new RouterPeers(limits.maxConnections(), patience);
        this.newcomers = new Newcomers(limits.maxConnections(), patience.firstFrame(), this::wake);
        new SecureRandom().nextBytes(disconnected);
    }

    @Override
    int socketType() {
        return ZMQ.ZMQ_ROUTER;
    }

    @Override
    void open(ZmqSocket socket) throws IOException {
        // Or what cannot be sent would be dropped without a word.
        socket.set(ZMQ.ZMQ_ROUTER_MANDATORY, true);
        socket.set(ZMQ.ZMQ_DISCONNECT_MSG, disconnected);
        socket.note(newcomers);
        socket.base()
                .setEventHook(
                        this::told, ZMQ.ZMQ_EVENT_ACCEPTED | ZMQ.ZMQ_EVENT_ACCEPT_FAILED | ZMQ.ZMQ_EVENT_DISCONNECTED);
        boolean ipv6 = false;
        for (Address address : addresses) {
            ipv6 |= address.needsIpv6("interface", "give a name or an address of this machine, or * for all");
        }
        socket.set(ZMQ.ZMQ_IPV6, ipv6);
        List<Address> all = new ArrayList<>();
        for (Address address : addresses) {
            all.add(address.isAnyName() ? bindAnyName(socket) : bind(socket, address));
        }
        expression("zmqserv:" + Address.join(all));
    }

    /** Hears that a connection was made, has ended or cannot be accepted, from the thread of jeromq that has to do with it. */
    private void told(ZMQ.Event event) {
        if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
            tooLong.hasEnded(event);
        }
        if (event.event != ZMQ.ZMQ_EVENT_ACCEPT_FAILED) {
            newcomers.consume(event);
            return;
        }
        YieldingSelector.pauseAccepting();
        if (cannotAccept.isDue()) {
            LOG.warn(
                    "{} cannot accept a connection; it goes on trying (are there file descriptors left? see ulimit -n)",
                    this);
        }
    }

    // The port that jeromq works out from a name may be in use.
    private static Address bindAnyName(ZmqSocket socket) throws IOException {
        for (int i = 1; i < NAMES_TRIED; i++) {
            try {
                return bind(socket, Address.anyName());
            } catch (BindException e) {
                LOG.debug("another name is tried", e);
            }
        }
        return bind(socket, Address.anyName());
    }

    private static Address bind(ZmqSocket socket, Address address) throws IOException {
        boolean done;
        try {
            done = socket.base().bind(address.text());
        } catch (RuntimeException e) {
            throw new IOException("cannot bind " + address + ": " + e.getMessage() + "; " + Address.FORMS, e);
        }
        if (!done) {
            throw socket.base().errno() == ZError.EADDRINUSE
                    ? inUse(address)
                    : new IOException("cannot bind " + address + ": "
                            + ZError.toString(socket.base().errno()) + "; " + Address.FORMS);
        }
        return address.bound((String) socket.base().getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT));
    }

    private static BindException inUse(Address address) {
        return new BindException("cannot bind " + address + ": it is in use, or is not of this machine; "
                + (address.host().isEmpty()
                        ? "stop the program that has it, or choose another name"
                        : "stop the program that has the port, or choose another one (0 takes any free one)"));
    }

    @Override
    public boolean isServer() {
        return true;
    }

    @Override
    void started(TransportListener to) {
        // Peers are reported when they have sent something.
    }

    @Override
    void lookAfter() {
        long now = System.nanoTime();
        for (ZmqLink link : peers.idle(now)) {
            LOG.debug("{} is forgotten, as nothing came from it for a while", link);
            end(link, null);
        }
        for (ZmqLink link : peers.quiet(now)) {
            drop(
                    link,
                    new IOException("nothing came or went for "
                            + patience.idle().toMillis() + " ms; idle sets for how long it may"));
        }
        newcomers.endLate(now);
    }

    @Override
    boolean hasNews() {
        return isOver();
    }

    @Override
    long patienceMillis() {
        long first = newcomers.patienceMillis(System.nanoTime());
        long others = peers.patienceMillis();
        return first == 0 || others == 0 ? first + others : Math.min(first, others);
    }

    @Override
    void arrived(List<byte[]> frames) {
        if (frames.size() < 2) {
            LOG.warn("a message of {} frames to {} was passed over", frames.isEmpty() ? "too many" : 1, this);
        } else if (frames.size() == 2 && Arrays.equals(frames.get(1), disconnected)) {
            for (ZmqLink link : peers.behind(frames.get(0))) {
                end(link, null);
            }
        } else {
            handed(Envelope.of(frames));
        }
    }

    private void handed(Envelope message) {
        if (message.bye()) {
            return;
        }
        if (tooLong.is(message)) {
            sayLost(message.context(), tooLong.refused(message, RouterPeers.nameOf(message.routing())));
            return;
        }
        ByteBuffer key = RouterPeers.keyOf(message.routing());
        ZmqLink link = peers.get(key, System.nanoTime());
        TransportListener listener = listener();
        if (message.lost() != null) {
            if (link != null) {
                end(link, new IOException(message.lost()));
            }
        } else if (link != null) {
            link.received(message, answerNotifications);
        } else if (isClosed()) {
            sayBye(message.context(), message.routing());
        } else if (listener != null && !message.payloads().isEmpty()) {
            ZmqLink opened = add(key, message);
            deliverLater(() -> opened.execute(() -> opened.open(listener)));
            opened.received(message, answerNotifications);
        }
    }

    private ZmqLink add(ByteBuffer key, Envelope first) {
        ZmqLink spare = peers.leastRecent();
        if (spare != null) {
            end(spare, null);
        }
        ZmqLink link = new ZmqLink(this, RouterPeers.nameOf(first.routing()), first.context(), socket().client());
        peers.put(key, first.routing(), link, System.nanoTime());
        linkOpened();
        return link;
    }

    // A ROUTER cannot end one connection: the client is told, and ends it. It need not heed that. Behind a device there
    // may be other servers for it, which it would leave with this one.
    private void sayBye(List<byte[]> context, List<byte[]> routing) {
        if (routing.size() == 1) {
            socket().send(context, List.of(Envelope.BYE, Envelope.EMPTY));
        }
    }

    /** Tells a client what becomes of its calls; it may go on with others. */
    private void sayLost(List<byte[]> context, IOException why) {
        socket().send(context, Envelope.lostFor(String.valueOf(why.getMessage())));
    }

    private void sayBye(ZmqLink link) {
        sayBye(link.context(), Envelope.routing(link.context()));
    }

    private void end(ZmqLink link, @Nullable Throwable cause) {
        peers.remove(link);
        deliverLater(() -> link.disconnected(cause));
    }

    @Override
    void lost(ZmqLink link) {
        end(link, new IOException(Quoted.shorten(link.peerName()) + " has gone"));
    }

    @Override
    void drop(ZmqLink link, IOException why) {
        if (peers.has(link)) {
            sayBye(link);
            end(link, why);
        }
    }

    @Override
    boolean giveUp(ZmqLink link, IOException why) {
        if (!peers.remove(link)) {
            return false;
        }
        sayLost(link.context(), why);
        link.giveUp(why);
        return true;
    }

    @Override
    boolean hasOthers() {
        return true;
    }

    @Override
    void finished(ZmqLink link) {
        if (peers.remove(link)) {
            sayBye(link);
        }
    }

    @Override
    boolean isOver() {
        return isClosed() && peers.isEmpty();
    }

    @Override
    void ended(@Nullable Throwable cause) {
        for (ZmqLink link : peers.all()) {
            peers.remove(link);
            link.disconnected(cause);
        }
    }

    // In jeromq the connections belong to the endpoint that was bound, and would end with it: it stays until the last
    // peer has gone, and whoever
    // comes until then is told to go.
    @Override
    void stopped() {
        if (!hasOpenLinks()) {
            awaitEnd();
        }
    }
}
