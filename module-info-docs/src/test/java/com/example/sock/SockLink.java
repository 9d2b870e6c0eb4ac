package com.example.sock;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connected socket. Safe for one reader and one writer; {@link #close} comes from any thread. */
final class SockLink implements StreamLink {
    private final SocketChannel channel;
    private final String peerName;

    SockLink(SocketChannel channel, String peerName) {
        this.channel = channel;
        this.peerName = peerName;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(buffer, offset, length));
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            close(); // the peer is gone already
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
