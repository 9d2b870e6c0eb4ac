package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * ZeroMQ sockets: a ROUTER that serves, a DEALER that calls.
 *
 * <pre>{@code
 * Transport server = Zmq.server("tcp://127.0.0.1:0").answerNotifications(true).open();
 * Transport client = Zmq.client("tcp://a:5555", "tcp://b:5555").heartbeat(Duration.ofSeconds(2)).open();
 * }</pre>
 */
public final class Zmq {
    private Zmq() {}

    /**
     * Returns what connects a DEALER; {@code zmq:tcp://host:port} in an expression, and {@code zmq:(tcp://a:1)(tcp://b:2)} for several.
     *
     * @param endpoints one or more of {@code tcp://host:port}, {@code ipc://name} and {@code inproc://name}; each message goes to the next of those that are
     *                  connected
     * @return a builder
     * @throws IllegalArgumentException if there is none, or one is not of these forms
     */
    public static ClientBuilder client(String... endpoints) {
        return new ClientBuilder(addresses(endpoints, false));
    }

    /**
     * Returns what binds a ROUTER; {@code zmqserv:tcp://interface:port} in an expression.
     *
     * @param endpoints one or more of {@code tcp://interface:port}, {@code ipc://name} and {@code inproc://name}; the interface {@code *} is all of them, the
     *                  port 0 or {@code *} any free one
     * @return a builder
     * @throws IllegalArgumentException if there is none, or one is not of these forms
     */
    public static ServerBuilder server(String... endpoints) {
        return new ServerBuilder(addresses(endpoints, true));
    }

    private static List<Address> addresses(String[] endpoints, boolean server) {
        if (endpoints.length == 0) {
            throw new IllegalArgumentException("no endpoint; " + Address.FORMS);
        }
        List<Address> all = new ArrayList<>();
        for (String endpoint : endpoints) {
            all.add(Address.of(endpoint, server));
        }
        return List.copyOf(all);
    }

    /** Collects the settings of a DEALER. Confined to one thread. */
    public static final class ClientBuilder extends ZmqBuilder<ClientBuilder> {
        private final List<Address> to;
        private Duration connectTimeout = Duration.ofSeconds(10);

        ClientBuilder(List<Address> to) {
            this.to = to;
        }

        @Override
        ClientBuilder self() {
            return this;
        }

        /**
         * Sets how long to wait for the first connection; {@code connectTimeout=2s} in an expression.
         *
         * @param wait from 0, which does not wait, to 7 days; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ClientBuilder connectTimeout(Duration wait) {
            connectTimeout = SocketSettings.checked("connectTimeout", wait, 0);
            return this;
        }

        /**
         * Encrypts with CURVE (ZeroMQ's RFC 26), and makes sure of the server; {@code curveKeys=FILE&curveServer=FILE} in an expression. The files are of the
         * form that ZeroMQ's tools write.
         *
         * @param keys   the file with this client's public and secret key
         * @param server the file with the server's public key
         * @return this builder
         * @throws IOException if a file cannot be read or has no such key; the message names the file and quotes no key
         */
        public ClientBuilder curveKeys(Path keys, Path server) throws IOException {
            settings = settings.withKeys(CurveKeys.ofClient(keys, server));
            return this;
        }

        /**
         * Connects. What is lost later is connected again by itself; the peer goes, and comes back.
         *
         * @return a transport whose one peer is named as the endpoints given here
         * @throws IOException if a host is unknown, or nothing answers in time; the message names the endpoints
         */
        public Transport open() throws IOException {
            DealerTransport transport = new DealerTransport(to, settings, limits, connectTimeout);
            transport.open();
            transport.awaitConnected();
            return transport;
        }
    }

    /** Collects the settings of a ROUTER. Confined to one thread. */
    public static final class ServerBuilder extends ZmqBuilder<ServerBuilder> {
        private final List<Address> at;
        private boolean answerNotifications;
        private Patience patience = Patience.DEFAULTS;

        ServerBuilder(List<Address> at) {
            this.at = at;
        }

        @Override
        ServerBuilder self() {
            return this;
        }

        /**
         * Sets whether a notification is answered with an empty message; {@code answerNotifications=true} in an expression. A REQ socket, as tinyrpc's client
         * has it, waits for an answer to each message.
         *
         * @param on the default is false
         * @return this builder
         */
        public ServerBuilder answerNotifications(boolean on) {
            answerNotifications = on;
            return this;
        }

        /**
         * Sets when a peer that came through a device is forgotten, after the last message from it; {@code idleTimeout=1m} in an expression. Of a peer with a
         * connection of its own, ZeroMQ tells the end.
         *
         * @param wait from 1 ms to 7 days; the default is 10 min
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ServerBuilder idleTimeout(Duration wait) {
            patience = patience.withIdleTimeout(wait);
            return this;
        }

        /**
         * Sets how long a connection may take to send its first message, after which it is closed; {@code firstFrame=30s} in an expression. A client that connects again by itself, as those
         * of ZeroMQ do, does so. A hundred connections more than there may be peers ({@link dev.shorthand.kernel.Limits#maxConnections}) may be silent, whatever this says.
         *
         * @param longest from 1 ms to 7 days; without it a connection may be silent for ever
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ServerBuilder firstFrame(Duration longest) {
            patience = patience.withFirstFrame(longest);
            return this;
        }

        /**
         * Sets for how long nothing may come from a peer with a connection of its own, or go to it, before it is told to go; {@code idle=5m} in an expression. ZeroMQ's
         * heartbeats do not count.
         *
         * @param longest from 1 ms to 7 days; without it a peer may be idle for ever
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ServerBuilder idle(Duration longest) {
            patience = patience.withIdle(longest);
            return this;
        }

        /**
         * Encrypts with CURVE (ZeroMQ's RFC 26): only clients that know the server's public key can talk to it; {@code curveKeys=FILE} in an expression. The
         * file is of the form that ZeroMQ's tools write. Which clients these are is not looked at.
         *
         * @param keys the file with this server's public and secret key
         * @return this builder
         * @throws IOException if the file cannot be read or has no such keys; the message names the file and quotes no key
         */
        public ServerBuilder curveKeys(Path keys) throws IOException {
            settings = settings.withKeys(CurveKeys.ofServer(keys, null));
            return this;
        }

        /**
         * Encrypts with CURVE, and lets in only clients whose public keys are known (ZeroMQ's RFC 27); {@code curveKeys=FILE&curveClients=FOLDER} in an expression. {@link
         * dev.shorthand.kernel.Peer#identity} says which of them a peer is: by the name of the key's file, without {@code .key}. The keys are read here, and not again.
         *
         * @param keys    the file with this server's public and secret key
         * @param clients a folder whose files that end with {@code .key} have a client's public key each, or one such file
         * @return this builder
         * @throws IOException if a file cannot be read or has no such key, or the folder has no such file; the message names it and quotes no key
         */
        public ServerBuilder curveKeys(Path keys, Path clients) throws IOException {
            settings = settings.withKeys(CurveKeys.ofServer(keys, new CurveClients(clients)));
            return this;
        }

        /**
         * Binds the endpoints; peers are reported once the transport is started.
         *
         * @return a transport whose peers are named by their identity, and whose expression has the real port
         * @throws IOException              if an endpoint is in use, or not of this machine; the message names it
         * @throws IllegalArgumentException if only some clients are let in, and an endpoint is one of {@code inproc}
         */
        public Transport open() throws IOException {
            if (settings.admitsSomeAlone() && at.stream().anyMatch(Address::isInProcess)) {
                throw new IllegalArgumentException(
                        "curveClients cannot go with inproc, whose clients make no handshake; open it as a transport of its own");
            }
            RouterTransport transport = new RouterTransport(at, settings, limits, answerNotifications, patience);
            transport.open();
            return transport;
        }
    }
}
