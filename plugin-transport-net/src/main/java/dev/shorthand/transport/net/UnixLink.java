package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected Unix domain socket.
 *
 * <p>Its channel does not block, and waits are a selector's: a thread that is interrupted in a blocking channel closes it, and the interrupt
 * of one caller would end the calls of all. Safe for one reader and one writer; {@link #close} comes from any thread.
 */
final class UnixLink implements StreamLink {
    private static final Logger LOG = LoggerFactory.getLogger(UnixLink.class);

    private final SocketChannel channel;
    private final String peerName;
    private final Selector readable;

    // Made when a write had to wait for the first time, as few ever do. Guarded by this.
    private @Nullable Selector writable;
    private boolean closed;

    /** Takes over a connected channel; whoever called still owns it if this fails. */
    UnixLink(SocketChannel channel, String peerName) throws IOException {
        this.channel = channel;
        this.peerName = peerName;
        channel.configureBlocking(false);
        this.readable = selector(SelectionKey.OP_READ);
    }

    private Selector selector(int interest) throws IOException {
        Selector selector = channel.provider().openSelector();
        try {
            channel.register(selector, interest);
            return selector;
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
        int count = channel.read(target);
        while (count == 0) {
            await(readable);
            count = channel.read(target);
        }
        return count;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(buffer, offset, length);
        channel.write(source);
        while (source.hasRemaining()) {
            await(writable());
            channel.write(source);
        }
    }

    private synchronized Selector writable() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (writable == null) {
            writable = selector(SelectionKey.OP_WRITE);
        }
        return writable;
    }

    /** Waits until the channel is ready, or closed on this side; an interrupt is kept for whoever asks for it. */
    private void await(Selector selector) throws IOException {
        boolean interrupted = false;
        try {
            while (selector.select() == 0) {
                interrupted |= Thread.interrupted();
                if (!channel.isOpen()) {
                    throw new ClosedChannelException();
                }
            }
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new ClosedChannelException();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("{} is gone already", peerName, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeQuietly(channel);
        // The channel's socket goes when no selector knows it any more.
        closeQuietly(readable);
        closeQuietly(writable);
    }

    private void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            LOG.debug("closing the connection to {} failed", peerName, e);
        }
    }

    @Override
    public String toString() {
        return peerName;
    }
}
