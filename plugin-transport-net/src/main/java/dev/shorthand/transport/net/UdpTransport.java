package dev.shorthand.transport.net;

import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads datagrams, on a daemon thread, and makes a peer of each address that they come from. Safe for any thread; peers come into being on the thread that
 * starts it and then on that one, and go on any.
 */
final class UdpTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

    // So often it is looked who is idle, and whether nobody is left.
    private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    // Whoever closes the socket waits so long for the thread.
    private static final long JOIN_MILLIS = 1_000;

    private final DatagramSocket socket;
    private final Settings settings;
    private final long lookNanos;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Map<SocketAddress, UdpLink> peers = new ConcurrentHashMap<>();
    private final SeldomWarning tooMany = new SeldomWarning();
    private volatile @Nullable Thread reading;

    // The one that stands for all while no other is known. Set by the thread that reports.
    private volatile @Nullable UdpLink everybody;
    private long nextLook;

    /**
     * What a builder has collected. Immutable.
     *
     * @param expression     with the real port
     * @param only           whom alone to talk to, or null
     * @param everybody      where notifications go while nobody is known, or null
     * @param maxDatagram    in bytes
     * @param maxConnections most peers
     * @param idleNanos      after which a peer is forgotten
     * @param shared         whether other programs may have the port, too
     */
    record Settings(
            String expression,
            @Nullable InetSocketAddress only,
            @Nullable InetSocketAddress everybody,
            int maxDatagram,
            int maxConnections,
            long idleNanos,
            boolean shared) {}

    UdpTransport(DatagramSocket socket, Settings settings) throws SocketException {
        this.socket = socket;
        this.settings = settings;
        this.lookNanos = Math.max(SHORTEST_LOOK_NANOS, Math.min(LONGEST_LOOK_NANOS, settings.idleNanos() / 2));
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(lookNanos));
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(settings.expression());
        if (settings.only() != null) {
            report(settings.only(), listener);
        } else {
            reportEverybody(listener);
        }
        Thread thread = new Thread(() -> read(listener), "shorthand read " + settings.expression());
        thread.setDaemon(true);
        reading = thread;
        thread.start();
    }

    private void read(TransportListener listener) {
        DatagramPacket datagram = new DatagramPacket(new byte[Udp.LARGEST], Udp.LARGEST);
        while (!socket.isClosed()) {
            try {
                receive(datagram, listener);
                look(listener);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    listener.failed(e);
                    endAll(e);
                    socket.close();
                }
            } catch (RuntimeException e) {
                LOG.warn("a datagram from {} could not be taken", datagram.getSocketAddress(), e);
            }
        }
    }

    private void receive(DatagramPacket datagram, TransportListener listener) throws IOException {
        try {
            datagram.setLength(Udp.LARGEST);
            socket.receive(datagram);
        } catch (SocketTimeoutException e) {
            return; // only to look round
        } catch (PortUnreachableException e) {
            endAll(new IOException(
                    "nobody listens at " + settings.only() + "; is the server running and is the port right?", e));
            return;
        }
        UdpLink peer = peers.get(datagram.getSocketAddress());
        if (peer == null) {
            peer = admit((InetSocketAddress) datagram.getSocketAddress(), listener);
        }
        if (peer != null) {
            peer.received(datagram.getData(), datagram.getLength());
        }
    }

    private @Nullable UdpLink admit(InetSocketAddress from, TransportListener listener) {
        if (lifecycle.isClosed() || settings.only() != null || isOwn(from)) {
            return null;
        }
        if (peers.size() >= settings.maxConnections()) {
            if (!tooMany.isDue()) {
                return null;
            }
            // The kernel says so to the one that it turns away. Only now and then, as whose address that is, is not
            // known.
            LOG.warn(
                    "datagrams to {} are dropped: {} peers are known, which is the limit; raise maxConnections, or lower idle",
                    settings.expression(),
                    peers.size());
        }
        UdpLink all = everybody;
        if (all != null) {
            everybody = null;
            all.end(null);
        }
        return report(from, listener);
    }

    /** Whether this side has sent it itself: a broadcast comes back. Where others share the port nobody can tell. */
    private boolean isOwn(InetSocketAddress from) {
        if (settings.shared() || from.getPort() != socket.getLocalPort()) {
            return false;
        }
        InetAddress local = socket.getLocalAddress();
        try {
            return local.isAnyLocalAddress()
                    ? NetworkInterface.getByInetAddress(from.getAddress()) != null
                    : local.equals(from.getAddress());
        } catch (SocketException e) {
            LOG.debug("cannot tell whether {} is an address of this machine", from, e);
            return false;
        }
    }

    private @Nullable UdpLink report(InetSocketAddress address, TransportListener listener) {
        UdpLink link = new UdpLink(this, address, nameOf(address));
        peers.put(address, link);
        link.receiver = listener.connected(link);
        return link.isClosed() ? null : link;
    }

    private void reportEverybody(TransportListener listener) {
        InetSocketAddress address = settings.everybody();
        if (address != null) {
            UdpLink link = new UdpLink(this, address, nameOf(address));
            everybody = link;
            link.receiver = listener.connected(link);
        }
    }

    /** A peer that has the same port as this side, as those that run quickrpc do, is named as its address alone. */
    private String nameOf(InetSocketAddress address) {
        return address.getPort() == socket.getLocalPort()
                ? HostPort.textOf(address.getAddress())
                : HostPort.nameOf(address);
    }

    private void look(TransportListener listener) {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return;
        }
        nextLook = now + lookNanos;
        if (settings.only() == null) {
            forgetIdle(now);
            if (peers.isEmpty() && everybody == null && !lifecycle.isClosed()) {
                reportEverybody(listener);
            }
        }
    }

    private void forgetIdle(long now) {
        for (UdpLink peer : peers.values()) {
            if (peer.isIdle(now, settings.idleNanos())) {
                peer.end(new IOException("there was no datagram for " + Duration.ofNanos(settings.idleNanos())
                        + ", so that it was forgotten; raise idle to keep it for longer"));
            }
        }
    }

    private void endAll(IOException cause) {
        for (UdpLink peer : peers.values()) {
            peer.end(cause);
        }
        UdpLink all = everybody;
        if (all != null) {
            all.end(cause);
        }
    }

    void send(byte[] payload, int offset, int length, SocketAddress to) throws IOException {
        if (length > settings.maxDatagram()) {
            throw new LimitException("message of " + length + " bytes is over the limit of " + settings.maxDatagram()
                    + " for a datagram; send less at once, raise maxDatagram (" + Udp.LARGEST
                    + " at most), or use tcp");
        }
        socket.send(new DatagramPacket(payload, offset, length, to));
    }

    void forget(UdpLink link) {
        peers.remove(link.address, link);
        if (link.equals(everybody)) {
            everybody = null;
        }
        if (settings.only() != null || lifecycle.isClosed()) {
            closeIfOver();
        }
    }

    @Override
    public String expression() {
        return settings.expression();
    }

    @Override
    public boolean isServer() {
        return settings.only() == null;
    }

    /** Takes no more peers. The socket is closed with the last of those that there are. */
    @Override
    public void close() {
        lifecycle.close();
        closeIfOver();
    }

    private void closeIfOver() {
        if (!peers.isEmpty() || everybody != null) {
            return;
        }
        socket.close();
        Thread thread = reading;
        if (thread != null && thread != Thread.currentThread()) {
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return settings.expression();
    }
}
