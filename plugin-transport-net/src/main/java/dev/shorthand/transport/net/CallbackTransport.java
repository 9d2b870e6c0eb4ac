package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection whose messages go through functions; a daemon thread calls the one that reads. Safe for any thread. */
final class CallbackTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackTransport.class);

    private final Callbacks.Reader reader;
    private final Callbacks.Writer writer;
    private final String peerName;
    private final Runnable onClose;
    private final Lifecycle lifecycle = new Lifecycle();
    private final Link link = new Link();
    private volatile @Nullable Thread reading;

    CallbackTransport(Callbacks.Reader reader, Callbacks.Writer writer, String peerName, Runnable onClose) {
        this.reader = reader;
        this.writer = writer;
        this.peerName = peerName;
        this.onClose = onClose;
    }

    @Override
    public void start(TransportListener listener) {
        lifecycle.start(expression());
        MessageReceiver receiver = listener.connected(link);
        Thread thread = new Thread(() -> read(receiver), "shorthand callback " + peerName);
        thread.setDaemon(true);
        reading = thread;
        thread.start();
        if (link.closed.get()) {
            thread.interrupt();
        }
    }

    private void read(MessageReceiver receiver) {
        try {
            while (!link.closed.get()) {
                byte[] message = reader.read();
                if (message == null) {
                    break;
                }
                receiver.received(message, 0, message.length);
            }
            receiver.disconnected(null);
        } catch (InterruptedException e) {
            receiver.disconnected(link.closed.get() ? null : e);
        } catch (IOException | RuntimeException e) {
            receiver.disconnected(e);
        }
    }

    @Override
    public String expression() {
        return "callback:" + peerName;
    }

    @Override
    public boolean isServer() {
        return false;
    }

    @Override
    public void close() {
        // Once it was reported the link belongs to the kernel, which still has something to write, perhaps.
        if (lifecycle.close()) {
            link.close();
        }
    }

    @Override
    public String toString() {
        return expression();
    }

    /** The connection. */
    private final class Link implements MessageLink {
        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public String peerName() {
            return peerName;
        }

        @Override
        public void send(byte[] payload, int offset, int length) throws IOException {
            if (closed.get()) {
                throw new IOException("the connection to " + peerName + " was closed on this side");
            }
            try {
                writer.write(Arrays.copyOfRange(payload, offset, offset + length));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the thread that wrote to " + peerName + " was interrupted", e);
            }
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            Thread thread = reading;
            if (thread != null && thread != Thread.currentThread()) {
                thread.interrupt();
            }
            try {
                onClose.run();
            } catch (RuntimeException e) {
                LOG.warn("what was to be done at the end of the connection to {} failed", peerName, e);
            }
        }

        @Override
        public String toString() {
            return peerName;
        }
    }
}
