package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One peer of a {@link UdpTransport}: an address that datagrams come from and go to. Safe for any thread. */
final class UdpLink implements MessageLink {
    final InetSocketAddress address;

    private final UdpTransport transport;
    private final String peerName;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime();

    // Set once the kernel has taken the link over, by the thread that reports it, which is the one that delivers.
    @Nullable
    MessageReceiver receiver;

    UdpLink(UdpTransport transport, InetSocketAddress address, String peerName) {
        this.transport = transport;
        this.address = address;
        this.peerName = peerName;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public boolean isFramed() {
        return true;
    }

    @Override
    public void send(byte[] payload, int offset, int length) throws IOException {
        if (closed.get()) {
            throw new IOException(peerName + " was closed on this side");
        }
        used();
        transport.send(payload, offset, length, address);
    }

    void received(byte[] datagram, int length) {
        used();
        MessageReceiver to = receiver;
        if (to != null && !closed.get()) {
            to.received(datagram, 0, length);
        }
    }

    private void used() {
        lastNanos = System.nanoTime();
    }

    boolean isIdle(long nowNanos, long idleNanos) {
        return nowNanos - lastNanos > idleNanos;
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Has the kernel close it. */
    void end(@Nullable Throwable cause) {
        MessageReceiver to = receiver;
        if (to == null) {
            close();
        } else {
            to.disconnected(cause);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            transport.forget(this);
        }
    }

    @Override
    public String toString() {
        return peerName;
    }
}
