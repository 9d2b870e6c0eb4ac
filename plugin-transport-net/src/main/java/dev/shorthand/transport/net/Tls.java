package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * TCP connections that are encrypted, with the JDK's own TLS, made and accepted.
 *
 * <pre>{@code
 * Transport server = Tls.server("127.0.0.1", 0).certificate(Path.of("server.pem"), Path.of("server.key")).open();
 * Transport client = Tls.client("localhost", 8889).trust(Path.of("server.pem")).open();
 * }</pre>
 *
 * <p>A client checks that the server's certificate is trusted and is for the host that it connects to. Whom a certificate names is what
 * {@link dev.shorthand.kernel.Peer#identity} says.
 */
public final class Tls {
    private Tls() {}

    /**
     * Returns what makes a connection; {@code tls:host:port} in an expression.
     *
     * @param host a name or an address, for which the server's certificate must be
     * @param port from 1 to 65535
     * @return a builder
     * @throws IllegalArgumentException if the host is empty, or the port is out of its range
     */
    public static ClientBuilder client(String host, int port) {
        Tcp.client(host, port);
        return new ClientBuilder(new HostPort(host, port));
    }

    /**
     * Returns what accepts connections; {@code tlsserv:interface:port} in an expression.
     *
     * @param host the interface's name or address, or empty for all
     * @param port from 0, which takes any free one, to 65535
     * @return a builder
     * @throws IllegalArgumentException if the port is out of its range
     */
    public static ServerBuilder server(String host, int port) {
        return new ServerBuilder(new HostPort(host, port));
    }

    /**
     * What both sides set. Confined to one thread.
     *
     * @param <B> the builder itself
     */
    public abstract static class Builder<B extends Builder<B>> extends SocketBuilder<B> {
        final TlsKeys keys = new TlsKeys();
        String[] protocols = {};
        String[] ciphers = {};
        Duration handshakeTimeout = Duration.ofSeconds(10);

        Builder() {}

        /**
         * Sets who this side is, from PEM files; {@code cert=FILE&key=FILE} in an expression.
         *
         * @param chain its certificate, and those of its issuers after it
         * @param key   its private key, not encrypted (PKCS #8)
         * @return this builder
         */
        public B certificate(Path chain, Path key) {
            keys.certificate(chain, key);
            return self();
        }

        /**
         * Sets who this side is, from a key store; {@code keyStore=FILE&keyStorePassword=env:NAME} in an expression, or {@code file:PATH} there.
         *
         * @param store    PKCS #12 or JKS, with one key
         * @param password of the store and of its key
         * @return this builder
         */
        public B keyStore(Path store, String password) {
            keys.keyStore(store, password);
            return self();
        }

        /**
         * Sets whose certificates are trusted, from a PEM file; {@code trust=FILE} in an expression.
         *
         * @param certificates of issuers, or of the other side itself; without, a client trusts whom the JDK trusts
         * @return this builder
         */
        public B trust(Path certificates) {
            keys.trust(certificates);
            return self();
        }

        /**
         * Sets whose certificates are trusted, from a key store; {@code trustStore=FILE&trustStorePassword=env:NAME} in an expression.
         *
         * @param store    PKCS #12 or JKS
         * @param password of the store
         * @return this builder
         */
        public B trustStore(Path store, String password) {
            keys.trustStore(store, password);
            return self();
        }

        /**
         * Sets which versions are spoken; {@code protocols=TLSv1.3,TLSv1.2} in an expression.
         *
         * @param names as the JDK names them; by default those that it has switched on
         * @return this builder
         */
        public B protocols(String... names) {
            protocols = names.clone();
            return self();
        }

        /**
         * Sets which cipher suites are offered, the first one first; {@code ciphers=TLS_AES_256_GCM_SHA384} in an expression.
         *
         * @param names as the JDK names them; by default those that it has switched on
         * @return this builder
         */
        public B ciphers(String... names) {
            ciphers = names.clone();
            return self();
        }

        /**
         * Sets how long it may take in all until the connection is encrypted, however its bytes come; {@code handshakeTimeout=5s} in an expression.
         *
         * @param wait from 1 ms to 24 days; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public B handshakeTimeout(Duration wait) {
            handshakeTimeout = checked("handshakeTimeout", wait);
            return self();
        }
    }

    /** Collects the settings of a connection. Confined to one thread. */
    public static final class ClientBuilder extends Builder<ClientBuilder> {
        private final HostPort to;
        private final Tcp.ClientBuilder tcp;
        private String hostName;

        private ClientBuilder(HostPort to) {
            this.to = to;
            this.tcp = Tcp.client(to.host(), to.port());
            this.hostName = to.host();
        }

        @Override
        ClientBuilder self() {
            return this;
        }

        /**
         * Sets for which name the server's certificate must be, where that is not the host; {@code hostName=example.org} in an expression.
         *
         * @param expected a name or an address
         * @return this builder
         */
        public ClientBuilder hostName(String expected) {
            hostName = expected;
            return this;
        }

        /**
         * Sets how long to wait for the TCP connection; {@code connectTimeout=2s} in an expression.
         *
         * @param wait from 1 ms to 24 days; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ClientBuilder connectTimeout(Duration wait) {
            tcp.connectTimeout(wait);
            return this;
        }

        /**
         * Connects, and agrees on keys.
         *
         * @return a transport whose one peer is named as the host and port given here
         * @throws IOException              if the host cannot be reached, is not trusted, or is another one; the message names host and port
         * @throws IllegalArgumentException if certificates are given both as PEM files and in a key store
         */
        public Transport open() throws IOException {
            TlsSockets sockets = new TlsSockets(this);
            tcp.options = options;
            Socket socket = tcp.connect();
            return new LinkTransport("tls:" + to, links().watch(sockets.client(socket, to, hostName)));
        }
    }

    /** Collects the settings of a server. Confined to one thread. */
    public static final class ServerBuilder extends Builder<ServerBuilder> {
        private final HostPort at;
        private int backlog = 512;
        private ClientAuth clientAuth = ClientAuth.NONE;

        private ServerBuilder(HostPort at) {
            this.at = at;
        }

        @Override
        ServerBuilder self() {
            return this;
        }

        /** Whether clients show a certificate of their own. */
        public enum ClientAuth {
            /** They are not asked. */
            NONE,
            /** They are asked, and may do without. */
            WANT,
            /** Those without a trusted one are turned away. */
            NEED;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * Sets whether clients show a certificate; {@code clientAuth=need} in an expression.
         *
         * @param choice the default is none; otherwise {@link #trust} or {@link #trustStore} says whose are trusted
         * @return this builder
         */
        public ServerBuilder clientAuth(ClientAuth choice) {
            clientAuth = choice;
            return this;
        }

        ClientAuth clientAuth() {
            return clientAuth;
        }

        /**
         * Sets how many connections may wait to be accepted; {@code backlog=100} in an expression.
         *
         * @param connections from 1 up; the default is 512, and the operating system may have a bound of its own
         * @return this builder
         * @throws IllegalArgumentException if it is under 1
         */
        public ServerBuilder backlog(int connections) {
            backlog = Tcp.checkedBacklog(connections);
            return this;
        }

        /**
         * Binds the port; connections are accepted once the transport is started.
         *
         * @return a transport whose peers are named {@code ip:port}, and whose expression has the real port
         * @throws IOException              if the port is in use, the interface is not of this machine, or a key or certificate cannot be read
         * @throws IllegalArgumentException if certificates are given both as PEM files and in a key store
         */
        public Transport open() throws IOException {
            TlsSockets sockets = new TlsSockets(this);
            ServerSocket server = Listening.bind(at, backlog);
            return new ServerTransport(
                    new TlsAcceptor(server, sockets, options),
                    links(),
                    "tlsserv:" + at.withPort(server.getLocalPort()));
        }
    }
}
