package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts encrypted connections. Each handshake has a thread of its own, so that a client that is slow, or says nothing at all, holds up no other; at
 * most so many go on at once, and who comes then is turned away.
 */
final class TlsAcceptor implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(TlsAcceptor.class);

    private static final int HANDSHAKES = 256;

    private final ServerSocket server;
    private final TlsSockets sockets;
    private final SocketOptions options;

    // Those whose handshake goes on.
    private final Set<Socket> handshaking = ConcurrentHashMap.newKeySet();
    private final SeldomWarning warning = new SeldomWarning();

    /** Takes over a bound socket. */
    TlsAcceptor(ServerSocket server, TlsSockets sockets, SocketOptions options) {
        this.server = server;
        this.sockets = sockets;
        this.options = options;
    }

    @Override
    public void accept(Consumer<StreamLink> report) throws IOException {
        Socket socket = server.accept();
        if (handshaking.size() >= HANDSHAKES) {
            if (warning.isDue()) {
                LOG.warn("{} was turned away: {} TLS handshakes are going on", socket, HANDSHAKES);
            }
            SocketAcceptor.closeQuietly(socket);
            return;
        }
        handshaking.add(socket);
        Thread thread = new Thread(() -> handshake(socket, report), "shorthand handshake");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // No thread can be had now; accepting goes on.
            lost(socket, new IOException("no thread for its handshake: " + e.getMessage(), e));
        }
    }

    private void handshake(Socket socket, Consumer<StreamLink> report) {
        TlsLink link;
        try {
            options.applyTo(socket);
            link = sockets.server(socket);
        } catch (IOException | RuntimeException e) {
            lost(socket, e);
            return;
        }
        handshaking.remove(socket);
        report.accept(link);
    }

    private void lost(Socket socket, Exception cause) {
        handshaking.remove(socket);
        if (server.isClosed()) {
            LOG.debug("a handshake was broken off, as the server is closed", cause);
        } else if (warning.isDue()) {
            LOG.warn("no TLS handshake with {}: {}", socket.getRemoteSocketAddress(), cause.getMessage());
        }
        SocketAcceptor.closeQuietly(socket);
    }

    @Override
    public boolean isOpen() {
        return !server.isClosed();
    }

    @Override
    public void close() throws IOException {
        server.close();
        handshaking.forEach(SocketAcceptor::closeQuietly);
    }
}
