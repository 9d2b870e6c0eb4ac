package dev.shorthand.transport.net;

import java.net.Socket;
import java.net.SocketException;

/**
 * What is set on every connection, made or accepted. Immutable.
 *
 * @param noDelay   whether a small write goes out at once (TCP_NODELAY)
 * @param keepAlive whether the operating system asks an idle peer from time to time whether it still is there (SO_KEEPALIVE)
 */
record SocketOptions(boolean noDelay, boolean keepAlive) {
    static final SocketOptions DEFAULTS = new SocketOptions(true, false);

    SocketOptions withNoDelay(boolean on) {
        return new SocketOptions(on, keepAlive);
    }

    SocketOptions withKeepAlive(boolean on) {
        return new SocketOptions(noDelay, on);
    }

    void applyTo(Socket socket) throws SocketException {
        socket.setTcpNoDelay(noDelay);
        socket.setKeepAlive(keepAlive);
    }
}
