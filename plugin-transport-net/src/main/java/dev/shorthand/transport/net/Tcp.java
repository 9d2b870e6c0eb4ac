package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * TCP connections, made and accepted.
 *
 * <pre>{@code
 * Transport server = Tcp.server("127.0.0.1", 0).backlog(100).open();
 * Transport client = Tcp.client("localhost", 8888).connectTimeout(Duration.ofSeconds(2)).open();
 * }</pre>
 */
public final class Tcp {
    private Tcp() {}

    /**
     * Returns what makes a connection; {@code tcp:host:port} in an expression.
     *
     * @param host a name or an address; each of a name's addresses is tried
     * @param port from 1 to 65535
     * @return a builder
     * @throws IllegalArgumentException if the host is empty, or the port is out of its range
     */
    public static ClientBuilder client(String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is empty; give a name or an address, for example \"localhost\"");
        }
        if (port == 0) {
            throw new IllegalArgumentException("port is 0; give a number from 1 to " + HostPort.LARGEST_PORT);
        }
        return new ClientBuilder(new HostPort(host, port));
    }

    /**
     * Returns what accepts connections; {@code tcpserv:interface:port} in an expression.
     *
     * @param host the interface's name or address, or empty for all
     * @param port from 0, which takes any free one, to 65535
     * @return a builder
     * @throws IllegalArgumentException if the port is out of its range
     */
    public static ServerBuilder server(String host, int port) {
        return new ServerBuilder(new HostPort(host, port));
    }

    /** Collects the settings of a connection. Confined to one thread. */
    public static final class ClientBuilder extends SocketBuilder<ClientBuilder> {
        private final HostPort to;
        private Duration timeout = Duration.ofSeconds(10);

        private ClientBuilder(HostPort to) {
            this.to = to;
        }

        @Override
        ClientBuilder self() {
            return this;
        }

        /**
         * Sets how long to wait for the connection; {@code connectTimeout=2s} in an expression.
         *
         * @param wait from 1 ms to 24 days; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ClientBuilder connectTimeout(Duration wait) {
            timeout = checked("connectTimeout", wait);
            return this;
        }

        /** Returns a connected socket with the options set. */
        Socket connect() throws IOException {
            return Connecting.connect(to, timeout, options);
        }

        /**
         * Connects.
         *
         * @return a transport whose one peer is named as the host and port given here
         * @throws IOException if the host is unknown, refuses, or does not answer in time; the message names host and port
         */
        public Transport open() throws IOException {
            Socket socket = connect();
            try {
                return new LinkTransport("tcp:" + to, links().watch(new SocketLink(socket, to.toString())));
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    /** Returns {@code connections} if so many may wait to be accepted. */
    static int checkedBacklog(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("backlog is " + connections + "; give a number from 1 up");
        }
        return connections;
    }

    /** Collects the settings of a server. Confined to one thread. */
    public static final class ServerBuilder extends SocketBuilder<ServerBuilder> {
        private final HostPort at;
        private int backlog = 512;

        private ServerBuilder(HostPort at) {
            this.at = at;
        }

        @Override
        ServerBuilder self() {
            return this;
        }

        /**
         * Sets how many connections may wait to be accepted; {@code backlog=100} in an expression.
         *
         * @param connections from 1 up; the default is 512, and the operating system may have a bound of its own
         * @return this builder
         * @throws IllegalArgumentException if it is under 1
         */
        public ServerBuilder backlog(int connections) {
            backlog = checkedBacklog(connections);
            return this;
        }

        /**
         * Binds the port; connections are accepted once the transport is started.
         *
         * @return a transport whose peers are named {@code ip:port}, and whose expression has the real port
         * @throws IOException if the port is in use, or the interface is not of this machine; the message names both
         */
        public Transport open() throws IOException {
            ServerSocket server = Listening.bind(at, backlog);
            return new ServerTransport(
                    new SocketAcceptor(server, options), links(), "tcpserv:" + at.withPort(server.getLocalPort()));
        }
    }
}
