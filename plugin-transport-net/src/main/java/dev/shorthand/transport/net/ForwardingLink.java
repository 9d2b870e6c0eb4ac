package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.Optional;

/** Stands before another link and does what that does; for those that add something. As safe for threads as the other. */
abstract class ForwardingLink implements StreamLink {
    private final StreamLink link;

    ForwardingLink(StreamLink link) {
        this.link = link;
    }

    @Override
    public String peerName() {
        return link.peerName();
    }

    @Override
    public Optional<String> identity() {
        return link.identity();
    }

    @Override
    public Optional<Codec> codec() {
        return link.codec();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return link.read(buffer, offset, length);
    }

    @Override
    public boolean readsForAWhile() {
        return link.readsForAWhile();
    }

    @Override
    public int read(byte[] buffer, int offset, int length, int millis) throws IOException {
        return link.read(buffer, offset, length, millis);
    }

    @Override
    public boolean isReadable() throws IOException {
        return link.isReadable();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        link.write(buffer, offset, length);
    }

    @Override
    public void framed() {
        link.framed();
    }

    @Override
    public void full(int queued) {
        link.full(queued);
    }

    @Override
    public void finish() {
        link.finish();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return link.toString();
    }
}
