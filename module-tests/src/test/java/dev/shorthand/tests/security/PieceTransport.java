package dev.shorthand.tests.security;

import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection on which what is sent arrives in the very pieces in which it was sent, as no socket promises. */
final class PieceTransport implements Transport, StreamLink, Frames {
    private static final int TIMEOUT_SECONDS = 20;
    private static final byte[] END = {};

    private final BlockingDeque<byte[]> pieces = new LinkedBlockingDeque<>();
    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    @Override
    public void send(byte[] bytes) {
        if (bytes.length > 0) {
            pieces.add(bytes);
        }
    }

    @Override
    public String receive() throws IOException {
        try {
            String next = written.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came in " + TIMEOUT_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Override
    public void start(TransportListener listener) {
        listener.connected(this);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            byte[] piece = pieces.take();
            int count = Math.min(length, piece.length);
            System.arraycopy(piece, 0, buffer, offset, count);
            if (count < piece.length || piece == END) {
                pieces.addFirst(piece == END ? END : Arrays.copyOfRange(piece, count, piece.length));
            }
            return piece == END ? -1 : count;
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == 0) {
                written.add(frame.toString(StandardCharsets.UTF_8));
                frame.reset();
            } else {
                frame.write(buffer[i]);
            }
        }
    }

    @Override
    public String peerName() {
        return "pieces";
    }

    @Override
    public String expression() {
        return "pieces:";
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public void close() {
        pieces.add(END);
    }
}
