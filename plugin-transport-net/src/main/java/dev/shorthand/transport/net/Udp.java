package dev.shorthand.transport.net;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams, as quickrpc sends them: each holds one or several messages, whole, with the delimiter or header that the codec has on a stream.
 *
 * <pre>{@code
 * Transport node = Udp.at("", 8888).idle(Duration.ofMinutes(1)).open();
 * Transport client = Udp.at("", 0).to("192.168.1.5", 8888).open();
 * }</pre>
 *
 * <p>A peer comes into being with its first datagram and is forgotten when there was none for a while, as nothing says that it has gone. It is named as its
 * address, {@code 192.168.1.5}, and with its port where that is another one than this side's. While none is known a notification to all goes to the broadcast
 * address, or to the multicast group: these are a peer, too, of the name of their address. Datagrams get lost; a call whose reply does fails at its deadline.
 */
public final class Udp {
    /** The longest datagram, in bytes: 65,535 without the headers of IP (20) and UDP (8); RFC 768 and RFC 791, section 3.1. */
    static final int LARGEST = 65_507;

    static final Duration DEFAULT_IDLE = Duration.ofMinutes(5);
    static final String EVERYBODY = "255.255.255.255";

    private Udp() {}

    /**
     * Returns what opens a port; {@code udp:interface:port} or {@code udp:port} in an expression.
     *
     * @param host the name or address of the interface, or empty for all
     * @param port from 0, which takes any free one, to 65535; it is what datagrams are sent from, too
     * @return a builder
     * @throws IllegalArgumentException if the port is out of its range
     */
    public static Builder at(String host, int port) {
        return new Builder(new HostPort(host, port));
    }

    /** Collects the settings. Confined to one thread. */
    public static final class Builder {
        private final HostPort at;
        private @Nullable HostPort to;
        private @Nullable HostPort broadcast;
        private boolean silent;
        private @Nullable HostPort group;
        private int maxDatagram = LARGEST;
        private int maxConnections = Limits.defaults().maxConnections();
        private Duration idle = DEFAULT_IDLE;
        private boolean reuse;

        private Builder(HostPort at) {
            this.at = at;
        }

        /**
         * Has it talk to one peer alone, which is there from the beginning and is not forgotten; {@code to=host:port} in an expression. What others send is
         * ignored.
         *
         * @param host a name or an address
         * @param port from 1 to 65535, or 0 for the port of this side
         * @return this builder
         * @throws IllegalArgumentException if the host is empty, or the port is out of its range
         */
        public Builder to(String host, int port) {
            to = named("to", host, port);
            return this;
        }

        /**
         * Sets where a notification to all goes while no peer is known; {@code broadcast=host} or {@code broadcast=host:port} in an expression, and
         * {@code broadcast=none} for nowhere.
         *
         * @param host an address; the default is 255.255.255.255. Empty for nowhere
         * @param port from 1 to 65535, or 0 for the port of this side
         * @return this builder
         * @throws IllegalArgumentException if the port is out of its range
         */
        public Builder broadcast(String host, int port) {
            silent = host.isEmpty();
            broadcast = silent ? null : new HostPort(host, port);
            return this;
        }

        /**
         * Joins a multicast group, to which a notification to all goes while no peer is known; {@code group=address} in an expression. The interface then says
         * where it is joined, and datagrams are taken from all.
         *
         * @param address from 224.0.0.0 to 239.255.255.255, or an IPv6 address that begins with {@code ff}
         * @return this builder
         * @throws IllegalArgumentException if it is empty
         */
        public Builder group(String address) {
            group = named("group", address, 0);
            return this;
        }

        private static HostPort named(String option, String host, int port) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException(option + " is empty; give a name or an address");
            }
            return new HostPort(host, port);
        }

        /**
         * Sets the longest datagram that is sent; {@code maxDatagram=1400} in an expression. A longer message is refused with a
         * {@link dev.shorthand.kernel.LimitException}.
         *
         * @param bytes from 64 to 65,507, the default. What is over the network's MTU, mostly 1,500 with headers, travels in fragments, and is lost with each of
         *              them; peers that run quickrpc read 2,048 at most
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder maxDatagram(int bytes) {
            if (bytes < 64 || bytes > LARGEST) {
                throw new IllegalArgumentException(
                        "maxDatagram is " + bytes + "; give a number of bytes from 64 to " + LARGEST);
            }
            maxDatagram = bytes;
            return this;
        }

        /**
         * Sets how many peers there may be at one time; {@code maxConnections=100} in an expression. Datagrams of others are dropped, with a warning a second at
         * most.
         *
         * @param peers from 1 up; the default is 10,000
         * @return this builder
         * @throws IllegalArgumentException if it is under 1
         */
        public Builder maxConnections(int peers) {
            if (peers < 1) {
                throw new IllegalArgumentException("maxConnections is " + peers + "; give a number from 1 up");
            }
            maxConnections = peers;
            return this;
        }

        /**
         * Sets after how long without a datagram, either way, a peer is forgotten; {@code idle=5m} in an expression.
         *
         * @param time from 1 ms to a day; the default is 5 min
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public Builder idle(Duration time) {
            idle = Restart.Builder.checked("idle", time);
            return this;
        }

        /**
         * Sets whether other programs of this machine may have the same port, as those that broadcast to one another do; {@code reuse=true} in an expression.
         * Then a broadcast of this side comes back to it, as nobody can tell it from theirs.
         *
         * @param shared the default is false
         * @return this builder
         */
        public Builder reuse(boolean shared) {
            reuse = shared;
            return this;
        }

        /**
         * Opens the port; datagrams are read once the transport is started.
         *
         * @return a transport whose expression has the real port
         * @throws IOException              if the port is in use, a name does not resolve, or the group cannot be joined; the message names it
         * @throws IllegalArgumentException if more than one of {@code to}, {@code broadcast} and {@code group} is set, or the group is none
         */
        public Transport open() throws IOException {
            if ((to == null ? 0 : 1) + (broadcast == null ? 0 : 1) + (group == null ? 0 : 1) > 1) {
                throw new IllegalArgumentException("only one of to, broadcast and group can be; leave out the others");
            }
            DatagramSocket socket = Listening.bindDatagrams(group == null ? at : new HostPort("", at.port()), reuse);
            try {
                return new UdpTransport(socket, settings(socket));
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }

        private UdpTransport.Settings settings(DatagramSocket socket) throws IOException {
            HostPort bound = at.withPort(socket.getLocalPort());
            String expression = "udp:" + (bound.host().isEmpty() ? bound.port() : bound);
            InetSocketAddress only = null;
            if (to != null) {
                only = Listening.resolve(to, bound.port());
                socket.connect(only);
                expression += "?to=" + to.withPort(only.getPort());
            }
            return new UdpTransport.Settings(
                    expression, only, everybody(socket, bound), maxDatagram, maxConnections, idle.toNanos(), reuse);
        }

        private @Nullable InetSocketAddress everybody(DatagramSocket socket, HostPort bound) throws IOException {
            if (to != null || silent) {
                return null;
            }
            if (group != null) {
                InetSocketAddress target = Listening.resolve(group, bound.port());
                join(socket, group.host(), target.getAddress());
                return target;
            }
            return Listening.resolve(broadcast == null ? new HostPort(EVERYBODY, 0) : broadcast, bound.port());
        }

        private void join(DatagramSocket socket, String name, InetAddress address) throws IOException {
            if (!address.isMulticastAddress()) {
                throw new IllegalArgumentException(
                        "group is " + name + ", which is no multicast address; give one such as 239.1.2.3");
            }
            NetworkInterface on = null;
            if (!at.host().isEmpty()) {
                on = NetworkInterface.getByInetAddress(
                        Listening.resolve(at, at.port()).getAddress());
                if (on == null) {
                    throw new IOException("no interface of this machine has the address " + at.host()
                            + ", to join the group " + name + "; give one of its own, or nothing");
                }
                socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
            }
            try {
                socket.joinGroup(new InetSocketAddress(address, 0), on);
            } catch (IOException e) {
                throw new IOException(
                        "cannot join the group " + name + ": " + e.getMessage()
                                + "; does the interface take multicast? udp:interface:port says which one",
                        e);
            }
        }
    }
}
