package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;

/** One side of a connection within this process. Safe for one reader and one writer; {@link #close} comes from any thread. */
final class PipeLink implements StreamLink {
    private final String peerName;
    private final Pipe in;
    private final Pipe out;

    PipeLink(String peerName, Pipe in, Pipe out) {
        this.peerName = peerName;
        this.in = in;
        this.out = out;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
    }

    @Override
    public boolean isReadable() {
        return in.isReadable();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
    }

    @Override
    public void finish() {
        out.finish();
    }

    @Override
    public void close() {
        out.finish();
        in.abandon();
    }

    @Override
    public String toString() {
        return peerName;
    }
}
