package dev.shorthand.transport.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Connects to Unix domain sockets; where that fails, says with what, and what may help. */
final class UnixConnecting {
    // Linux neither queues who finds the server's backlog full nor says when there is room: it is tried again.
    private static final long PAUSE_MILLIS = 10;

    private UnixConnecting() {}

    /** Connects within the time. */
    static SocketChannel connect(Path path, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return tryOnce(path, deadline);
            } catch (SocketTimeoutException e) {
                throw late(path, timeout, e);
            } catch (IOException e) {
                if (!isFull(path, e)) {
                    throw explained(e, path);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw late(path, timeout, e);
                }
            }
            pause(path);
        }
    }

    /** Returns a channel that does not block, connected at once; a blocking one would wait for room in the backlog for ever. */
    static SocketChannel tryOnce(Path path) throws IOException {
        return tryOnce(path, System.nanoTime());
    }

    private static SocketChannel tryOnce(Path path, long deadline) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            Opening.awaits(channel);
            channel.configureBlocking(false);
            boolean connected = channel.connect(UnixDomainSocketAddress.of(path));
            while (!connected) {
                if (System.nanoTime() - deadline > 0) {
                    throw new SocketTimeoutException("no answer");
                }
                pause(path);
                connected = channel.finishConnect();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        } finally {
            Opening.awaitsNothing();
        }
    }

    /** Returns whether there is a server that has no room; the text of that error is in the system's language. */
    private static boolean isFull(Path path, IOException failure) {
        return failure instanceof SocketException && !(failure instanceof ConnectException) && Files.isWritable(path);
    }

    private static void pause(Path path) throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            IOException interrupted =
                    new InterruptedIOException("the thread that connected to " + path + " was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static SocketTimeoutException late(Path path, Duration timeout, IOException cause) {
        SocketTimeoutException late = new SocketTimeoutException("no room for a connection to " + path + " within "
                + timeout.toMillis() + " ms (" + cause.getMessage()
                + "); does its server accept any? connectTimeout sets how long to wait");
        late.initCause(cause);
        return late;
    }

    static IOException explained(Exception failure, Path path) {
        String reason = !Files.exists(path)
                ? "there is no such file; is the server running, and is the path right?"
                : failure instanceof ConnectException
                        ? "nobody listens there; is the server running?"
                        : failure.getMessage() + "; may this user write to it?";
        return new IOException("cannot connect to " + path + ": " + reason, failure);
    }
}
