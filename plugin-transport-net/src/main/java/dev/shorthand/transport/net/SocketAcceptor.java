package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts TCP connections. */
final class SocketAcceptor implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(SocketAcceptor.class);

    private final ServerSocket server;
    private final SocketOptions options;

    /** Takes over a bound socket. */
    SocketAcceptor(ServerSocket server, SocketOptions options) {
        this.server = server;
        this.options = options;
    }

    @Override
    public void accept(Consumer<StreamLink> report) throws IOException {
        Socket socket = server.accept();
        SocketLink link;
        try {
            options.applyTo(socket);
            link = new SocketLink(socket, HostPort.nameOf((InetSocketAddress) socket.getRemoteSocketAddress()));
        } catch (IOException e) {
            LOG.debug("a connection to {} was lost at once", server, e);
            closeQuietly(socket);
            return;
        }
        report.accept(link);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a lost connection failed", e);
        }
    }

    @Override
    public boolean isOpen() {
        return !server.isClosed();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
