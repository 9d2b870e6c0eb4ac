package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;

/**
 * Frames that end with a newline, or with a carriage return and a newline when they come from systems that write those.
 *
 * <p>Without this an empty line from such a system would be a payload of one carriage return, which is no message.
 * Confined like the framing it wraps.
 */
final class LineFraming implements Framing {
    private final Framing newlines;
    private int payloadEnd;

    /** Wraps a framing whose delimiter is the newline. */
    LineFraming(Framing newlines) {
        this.newlines = newlines;
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        if (!newlines.split(buffer, start, limit)) {
            return false;
        }
        int end = newlines.payloadEnd();
        payloadEnd = end > newlines.payloadStart() && buffer[end - 1] == '\r' ? end - 1 : end;
        return true;
    }

    @Override
    public int payloadStart() {
        return newlines.payloadStart();
    }

    @Override
    public int payloadEnd() {
        return payloadEnd;
    }

    @Override
    public int frameEnd() {
        return newlines.frameEnd();
    }

    @Override
    public void wrap(OutputBuffer out, int payloadStart) {
        newlines.wrap(out, payloadStart);
    }
}
