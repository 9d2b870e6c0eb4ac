package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connects sockets; where that fails, says with what, and what may help. */
final class Connecting {
    private Connecting() {}

    /** Connects to the first address of the host that answers; the time is shared out among them. */
    static Socket connect(HostPort to, Duration timeout, SocketOptions options) throws IOException {
        InetAddress[] addresses = resolve(to);
        long deadline = System.nanoTime() + timeout.toNanos();
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long millis = (deadline - System.nanoTime()) / 1_000_000 / (addresses.length - i);
            try {
                return connect(new InetSocketAddress(addresses[i], to.port()), (int) Math.max(1, millis), options);
            } catch (IOException e) {
                failure = worse(failure, e);
            }
        }
        throw explained(failure == null ? new UnknownHostException(to.host()) : failure, to, timeout);
    }

    static InetAddress[] resolve(HostPort to) throws IOException {
        try {
            return InetAddress.getAllByName(to.host());
        } catch (UnknownHostException e) {
            throw explained(e, to, Duration.ZERO);
        }
    }

    private static Socket connect(InetSocketAddress address, int millis, SocketOptions options) throws IOException {
        Socket socket = new Socket();
        try {
            options.applyTo(socket);
            Opening.awaits(socket);
            socket.connect(address, millis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        } finally {
            Opening.awaitsNothing();
        }
    }

    /** Keeps the first failure: the first address is the one that the system prefers. */
    private static IOException worse(@Nullable IOException first, IOException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }

    private static IOException explained(IOException failure, HostPort to, Duration timeout) {
        IOException explained;
        if (failure instanceof UnknownHostException) {
            explained = new UnknownHostException("unknown host \"" + Quoted.shorten(to.host()) + "\" in " + to
                    + "; check the name, or give an IP address");
        } else if (failure instanceof SocketTimeoutException) {
            explained = new SocketTimeoutException(
                    "no answer from " + to + " within " + timeout.toMillis()
                            + " ms; is the host right, and does a firewall stand between? connectTimeout sets how long to wait");
        } else if (failure instanceof NoRouteToHostException) {
            explained = new NoRouteToHostException("no route to " + to + "; is the host right, and the network up?");
        } else if (failure instanceof ConnectException) {
            explained = new ConnectException(
                    "connection refused by " + to + "; is the server running and is the port right?");
        } else {
            explained = new IOException("cannot connect to " + to + ": " + failure.getMessage());
        }
        explained.initCause(failure);
        return explained;
    }
}
