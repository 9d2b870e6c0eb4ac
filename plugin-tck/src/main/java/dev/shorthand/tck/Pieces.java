package dev.shorthand.tck;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a framing makes of a stream that arrives in parts.
 *
 * @param payloads those that are not empty
 * @param broken   whether it said that the stream cannot be read further
 */
record Pieces(List<byte[]> payloads, boolean broken) {
    // A frame that is still arriving moves between so many places in the buffer.
    private static final int PLACES = 5;

    /** Has a stream arrive up to each of the limits, of which the last is its end. */
    static Pieces of(Framing framing, byte[] stream, int[] limits, Rounds rounds) {
        List<byte[]> payloads = new ArrayList<>();
        int start = 0;
        for (int limit : limits) {
            // Only what belongs to the present frame is there, at another place each time.
            int gap = limit % PLACES;
            byte[] buffer = new byte[gap + limit - start];
            System.arraycopy(stream, start, buffer, gap, limit - start);
            int at = gap;
            while (true) {
                int next;
                try {
                    next = frame(framing, buffer, at, payloads);
                } catch (FramingException e) {
                    return new Pieces(payloads, true);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("framing throws for " + CodecFuzz.text(stream) + ", " + rounds, e);
                }
                if (next < 0) {
                    break;
                }
                at = next;
            }
            start += at - gap;
        }
        return new Pieces(payloads, false);
    }

    /** Takes one payload, and returns where its frame ends, or -1 if it does not. */
    private static int frame(Framing framing, byte[] buffer, int at, List<byte[]> payloads) throws FramingException {
        if (!framing.split(buffer, at, buffer.length)) {
            return -1;
        }
        int start = framing.payloadStart();
        int end = framing.payloadEnd();
        int next = framing.frameEnd();
        if (start < at || end < start || next < end || next <= at || next > buffer.length) {
            throw new IllegalStateException("a payload from " + start + " to " + end + " in a frame from " + at + " to "
                    + next + " of " + buffer.length + " bytes");
        }
        if (end > start) {
            payloads.add(Arrays.copyOfRange(buffer, start, end));
        }
        return next;
    }

    @Override
    public boolean equals(@Nullable Object that) {
        return that instanceof Pieces other
                && broken == other.broken
                && Arrays.deepEquals(payloads.toArray(), other.payloads.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(payloads.toArray());
    }

    @Override
    public String toString() {
        return payloads.stream().map(CodecFuzz::text).toList() + (broken ? " and cannot be read further" : "");
    }
}
