package dev.shorthand.text;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;

/**
 * Cuts a stream into lines. A carriage return before the newline is left out, as some systems write one, and a line of nothing but spaces and those is
 * empty: whoever presses return in telnet has said nothing.
 *
 * <p>Confined as every {@link Framing} is. Allocates nothing.
 */
public final class LineFraming implements Framing {
    private final Framing newlines;
    private int payloadEnd;

    /**
     * Makes a cutter.
     *
     * @param maxFrame longest line in bytes, the newline not counted
     */
    public LineFraming(int maxFrame) {
        // Lines are searched for newlines on their way out: a security provider may have put some in.
        this.newlines = new DelimiterFraming(new byte[] {'\n'}, maxFrame, false);
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        if (!newlines.split(buffer, start, limit)) {
            return false;
        }
        int begin = newlines.payloadStart();
        int end = newlines.payloadEnd();
        if (end > begin && buffer[end - 1] == '\r') {
            end--;
        }
        payloadEnd = isBlank(buffer, begin, end) ? begin : end;
        return true;
    }

    private static boolean isBlank(byte[] buffer, int begin, int end) {
        int i = begin;
        while (i < end && (buffer[i] == ' ' || buffer[i] == '\r')) {
            i++;
        }
        return i == end;
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

    /** Ends the line; one that would be read as another is refused, as a security provider may have made it. */
    @Override
    public void wrap(OutputBuffer out, int payloadStart) {
        int end = out.size();
        if (end > payloadStart && (out.array()[end - 1] == '\r' || isBlank(out.array(), payloadStart, end))) {
            throw new EncodeException(
                    "the payload is blank or ends with a carriage return, which are no part of a line; have the security provider"
                            + " encode it, for example as base64");
        }
        newlines.wrap(out, payloadStart);
    }
}
