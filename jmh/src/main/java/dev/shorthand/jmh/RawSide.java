package dev.shorthand.jmh;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The limit: blocking sockets that exchange the bytes which Shorthand would, and look at none of them.
 *
 * <p>Who reads knows from the number of bytes how many messages have come. Either every message is written by itself, or all that
 * are due are written together. Confined to the thread that measures; its own threads are daemons that end with their sockets.
 */
final class RawSide implements Side {
    // Bytes written together, at the most.
    private static final int TOGETHER = 256 << 10;
    private static final int READ = 128 << 10;

    private final byte[] request;
    private final byte[] reply;
    private final int requestsPerReply;
    private final boolean together;
    private final ServerSocket server;
    private final List<Line> lines = new ArrayList<>();

    /** A client's end of one connection. */
    private static final class Line {
        final Socket socket;
        final InputStream in;
        final OutputStream out;
        final byte[] buffer = new byte[READ];

        Line(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        void read(int bytes) throws IOException {
            int left = bytes;
            while (left > 0) {
                left -= readSome(left);
            }
        }

        int readSome() throws IOException {
            return readSome(buffer.length);
        }

        private int readSome(int most) throws IOException {
            int count = in.read(buffer, 0, Math.min(most, buffer.length));
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            return count;
        }
    }

    /**
     * Connects.
     *
     * @param requestsPerReply 1 for calls; for notifications, how many go before one call
     * @param together         whether messages are written together where several are due
     */
    RawSide(byte[] request, byte[] reply, int connections, int requestsPerReply, boolean together) throws IOException {
        this.request = request;
        this.reply = reply;
        this.requestsPerReply = requestsPerReply;
        this.together = together;
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        for (int i = 0; i < connections; i++) {
            lines.add(new Line(new Socket(server.getInetAddress(), server.getLocalPort())));
            Socket accepted = server.accept();
            accepted.setTcpNoDelay(true);
            daemon("raw-server-" + i, () -> serve(accepted));
        }
    }

    private void serve(Socket socket) {
        byte[] replies = repeat(reply);
        byte[] buffer = new byte[READ];
        long bytesPerReply = (long) request.length * requestsPerReply;
        long received = 0;
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received += count;
                write(out, reply, replies, (int) (received / bytesPerReply));
                received %= bytesPerReply;
            }
        } catch (IOException e) {
            // The client has closed it.
        }
    }

    private byte[] repeat(byte[] message) {
        int times = together ? Math.max(1, TOGETHER / message.length) : 1;
        byte[] messages = new byte[times * message.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(message, 0, messages, i * message.length, message.length);
        }
        return messages;
    }

    private static void write(OutputStream out, byte[] message, byte[] messages, int count) throws IOException {
        int most = messages.length / message.length;
        for (int left = count; left > 0; left -= most) {
            out.write(messages, 0, Math.min(left, most) * message.length);
        }
    }

    @Override
    public void call(int connection) throws IOException {
        Line line = lines.get(connection);
        line.out.write(request);
        line.read(reply.length);
    }

    @Override
    public long pipeline(int inFlight, long calls, long untilNanos) throws IOException, InterruptedException {
        Line line = lines.get(0);
        byte[] requests = repeat(request);
        Semaphore permits = new Semaphore(inFlight);
        Receiver receiver = new Receiver(line, reply.length, permits);
        Thread reader = daemon("raw-client-reader", receiver);
        long sent = 0;
        while (sent < calls || System.nanoTime() < untilNanos) {
            permits.acquire();
            int count = 1 + (together ? permits.drainPermits() : 0);
            write(line.out, request, requests, count);
            sent += count;
        }
        permits.acquire(inFlight);
        // One more call ends the reader's last wait.
        receiver.ending = true;
        line.out.write(request);
        reader.join();
        IOException failure = receiver.failure;
        if (failure != null) {
            throw failure;
        }
        return sent;
    }

    @Override
    public long chains(int inFlight, long calls, long untilNanos) throws IOException {
        Line line = lines.get(0);
        byte[] requests = repeat(request);
        write(line.out, request, requests, inFlight);
        long sent = inFlight;
        long got = 0;
        long bytes = 0;
        while (got < sent) {
            bytes += line.readSome();
            int replies = (int) (bytes / reply.length);
            bytes %= reply.length;
            got += replies;
            if (sent < calls || System.nanoTime() < untilNanos) {
                write(line.out, request, requests, replies);
                sent += replies;
            }
        }
        return sent;
    }

    /** Reads replies, and gives a permit back for each. */
    private static final class Receiver implements Runnable {
        private final Line line;
        private final int replyLength;
        private final Semaphore permits;
        private volatile boolean ending;
        private volatile @Nullable IOException failure;

        Receiver(Line line, int replyLength, Semaphore permits) {
            this.line = line;
            this.replyLength = replyLength;
            this.permits = permits;
        }

        @Override
        public void run() {
            long received = 0;
            try {
                while (!ending || received > 0) {
                    received += line.readSome();
                    int replies = (int) (received / replyLength);
                    received %= replyLength;
                    if (replies > 0) {
                        permits.release(replies);
                    }
                }
            } catch (IOException e) {
                failure = e;
                permits.release(Integer.MAX_VALUE / 2);
            }
        }
    }

    @Override
    public long notes(long calls, long untilNanos) throws IOException {
        Line line = lines.get(0);
        byte[] requests = repeat(request);
        long sent = 0;
        while (sent < calls || System.nanoTime() < untilNanos) {
            if (together) {
                write(line.out, request, requests, requestsPerReply);
            } else {
                for (int i = 0; i < requestsPerReply; i++) {
                    line.out.write(request);
                }
            }
            line.read(reply.length);
            sent += requestsPerReply;
        }
        return sent;
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.socket.close();
        }
        server.close();
    }
}
