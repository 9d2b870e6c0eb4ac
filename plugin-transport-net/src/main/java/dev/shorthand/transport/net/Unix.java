package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections within one machine over Unix domain sockets, made and accepted.
 *
 * <pre>{@code
 * Transport server = Unix.server(Path.of("/run/app.sock")).mode("600").open();
 * Transport client = Unix.client(Path.of("/run/app.sock")).open();
 * }</pre>
 */
public final class Unix {
    private Unix() {}

    /**
     * Returns what makes a connection; {@code unix:path} in an expression.
     *
     * @param path the socket's file
     * @return a builder
     */
    public static ClientBuilder client(Path path) {
        return new ClientBuilder(path);
    }

    /**
     * Returns what accepts connections; {@code unixserv:path} in an expression.
     *
     * @param path where the socket's file is made; one that no server listens on any more is replaced
     * @return a builder
     */
    public static ServerBuilder server(Path path) {
        return new ServerBuilder(path);
    }

    /** Collects the settings of a connection. Confined to one thread. */
    public static final class ClientBuilder extends LinkBuilder<ClientBuilder> {
        private final Path path;
        private Duration timeout = Duration.ofSeconds(10);

        private ClientBuilder(Path path) {
            this.path = path;
        }

        @Override
        ClientBuilder self() {
            return this;
        }

        /**
         * Sets how long to wait for the connection, where the server has no room for one more; {@code connectTimeout=2s} in an expression.
         *
         * @param wait from 1 ms to 24 days; the default is 10 s
         * @return this builder
         * @throws IllegalArgumentException if it is out of its range
         */
        public ClientBuilder connectTimeout(Duration wait) {
            timeout = checked("connectTimeout", wait);
            return this;
        }

        /**
         * Connects.
         *
         * @return a transport whose one peer is named as the path
         * @throws IOException if there is no such file, nobody listens, or there is no room in time; the message names the path
         */
        public Transport open() throws IOException {
            SocketChannel channel = UnixConnecting.connect(path, timeout);
            try {
                return new LinkTransport("unix:" + path, links().watch(new UnixLink(channel, path.toString())));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw UnixConnecting.explained(e, path);
            }
        }
    }

    /** Collects the settings of a server. Confined to one thread. */
    public static final class ServerBuilder extends LinkBuilder<ServerBuilder> {
        private final Path path;
        private int backlog = 512;
        private @Nullable Set<PosixFilePermission> mode;

        private ServerBuilder(Path path) {
            this.path = path;
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
            backlog = Tcp.checkedBacklog(connections);
            return this;
        }

        /**
         * Sets who may connect, as the mode of the socket's file; {@code mode=660} in an expression. It is set just after the file was made: where
         * nobody else may connect in between, put it into a folder that only the owner can enter.
         *
         * @param octal three digits from 0 to 7; who may write may connect. The default is what the process's umask leaves
         * @return this builder
         * @throws IllegalArgumentException if it is anything else
         */
        public ServerBuilder mode(String octal) {
            if (!octal.matches("[0-7]{3}")) {
                throw new IllegalArgumentException(
                        "mode is \"" + octal + "\"; give three digits from 0 to 7, for example 660");
            }
            int bits = Integer.parseInt(octal, 8);
            PosixFilePermission[] fromHighest = PosixFilePermission.values();
            mode = EnumSet.noneOf(PosixFilePermission.class);
            for (int i = 0; i < fromHighest.length; i++) {
                if ((bits & (1 << (fromHighest.length - 1 - i))) != 0) {
                    mode.add(fromHighest[i]);
                }
            }
            return this;
        }

        /**
         * Makes the socket's file; connections are accepted once the transport is started. Closing it removes the file.
         *
         * @return a transport whose peers are named as the path with a number
         * @throws IOException if a program listens there already, or the file cannot be made; the message names the path
         */
        public Transport open() throws IOException {
            return new ServerTransport(UnixAcceptor.bind(path, backlog, mode), links(), "unixserv:" + path);
        }
    }
}
