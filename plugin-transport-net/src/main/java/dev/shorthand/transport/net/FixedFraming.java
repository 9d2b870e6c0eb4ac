package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;

/** Cuts a stream into payloads that all have the same length, and have nothing around them. Confined to the connection's reader thread. */
final class FixedFraming implements Framing {
    private final int length;
    private int start;

    FixedFraming(int length) {
        this.length = length;
    }

    @Override
    public boolean split(byte[] buffer, int from, int limit) {
        start = from;
        return limit - from >= length;
    }

    @Override
    public int payloadStart() {
        return start;
    }

    @Override
    public int payloadEnd() {
        return start + length;
    }

    @Override
    public int frameEnd() {
        return start + length;
    }

    @Override
    public void wrap(OutputBuffer out, int payloadStart) {
        // A payload is a frame.
    }
}
