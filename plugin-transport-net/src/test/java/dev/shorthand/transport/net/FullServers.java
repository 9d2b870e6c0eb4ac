package dev.shorthand.transport.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Servers that accept nobody, and have no room for any more who would wait for that. */
final class FullServers implements AutoCloseable {
    private static final int TRIES = 100;

    // Closed in the opposite order.
    private final Deque<Closeable> open = new ArrayDeque<>();

    /** Returns the port of one. */
    int tcp() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        open.push(server);
        for (int i = 0; i < TRIES; i++) {
            Socket waiting = new Socket();
            open.push(waiting);
            try {
                waiting.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return server.getLocalPort();
            }
        }
        throw new AssertionError("its backlog has no end");
    }

    /** Returns the port of one that has room for some, and says nothing to them. */
    int silent() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        open.push(server);
        return server.getLocalPort();
    }

    /** Makes one at a path; returns what accepts one after all, and so makes room. */
    ServerSocketChannel unix(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.push(server);
        server.bind(UnixDomainSocketAddress.of(path), 1);
        for (int i = 0; i < TRIES; i++) {
            SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
            open.push(waiting);
            waiting.configureBlocking(false);
            try {
                waiting.connect(UnixDomainSocketAddress.of(path));
            } catch (SocketException e) {
                return server;
            }
        }
        throw new AssertionError("its backlog has no end");
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
    }
}
