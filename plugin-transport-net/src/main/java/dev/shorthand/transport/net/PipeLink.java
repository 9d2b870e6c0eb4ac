package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One side of a connection within this process. Safe for one reader and one writer; {@link #close} comes from any thread. */
final class PipeLink implements StreamLink {
    private final String peerName;
    private final Pipe in;
    private final Pipe out;
    private final @Nullable HandoverCodec codec;

    /** Makes one, over which the codec hands messages over as they are; or all goes through that of the endpoint if it is null. */
    PipeLink(String peerName, Pipe in, Pipe out, @Nullable HandoverCodec codec) {
        this.peerName = peerName;
        this.in = in;
        this.out = out;
        this.codec = codec;
    }

    @Override
    public String peerName() {
        return peerName;
    }

    @Override
    public Optional<Codec> codec() {
        return Optional.ofNullable(codec);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            if (codec != null) {
                codec.end();
            }
            throw e;
        }
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
        if (codec != null) {
            codec.abandon();
        }
    }

    @Override
    public String toString() {
        return peerName;
    }
}
