package dev.shorthand.kernel.spi;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Quoted;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream into payloads at a delimiter of one or more bytes.
 *
 * <p>Allocates nothing. Eight bytes are looked at together: those that equal the delimiter's last byte are found with the arithmetic of
 * "Hacker's Delight" (Warren, section 6-1), without a branch for each.
 */
public final class DelimiterFraming implements Framing {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final byte[] delimiter;
    private final byte last;
    private final long pattern;
    private final int maxFrame;
    private final boolean absent;

    // Bytes of the present frame already searched: one that trickles in is still searched once.
    private int searched;

    private int payloadStart;
    private int payloadEnd;
    private int frameEnd;

    /**
     * Makes a cutter.
     *
     * @param delimiter  the bytes that end a payload, at least one
     * @param maxFrame   longest payload in bytes
     * @param neverInPayload whether the codec never writes the delimiter, so that payloads on their way out need not be searched for it
     */
    public DelimiterFraming(byte[] delimiter, int maxFrame, boolean neverInPayload) {
        if (delimiter.length == 0) {
            throw new IllegalArgumentException("the delimiter is empty; give at least one byte");
        }
        this.delimiter = delimiter.clone();
        this.last = delimiter[delimiter.length - 1];
        this.pattern = (last & 0xffL) * ONES;
        this.maxFrame = maxFrame;
        this.absent = neverInPayload;
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        int from = start + searched;
        while (true) {
            int found = indexOfLast(buffer, from, limit);
            int end = found - delimiter.length + 1;
            if (found == limit) {
                searched = limit - start;
                // A delimiter may have begun already.
                if (searched - delimiter.length + 1 > maxFrame) {
                    throw FramingException.tooLong(searched, maxFrame);
                }
                return false;
            }
            if (delimiter.length == 1 || (end >= start && isDelimiter(buffer, end))) {
                if (end - start > maxFrame) {
                    throw FramingException.tooLong(end - start, maxFrame);
                }
                searched = 0;
                payloadStart = start;
                payloadEnd = end;
                frameEnd = found + 1;
                return true;
            }
            from = found + 1;
        }
    }

    @Override
    public int payloadStart() {
        return payloadStart;
    }

    @Override
    public int payloadEnd() {
        return payloadEnd;
    }

    @Override
    public int frameEnd() {
        return frameEnd;
    }

    @Override
    public void wrap(OutputBuffer out, int start) {
        if (!absent) {
            refuseDelimiter(out, start);
        }
        out.write(delimiter, 0, delimiter.length);
    }

    private void refuseDelimiter(OutputBuffer out, int start) {
        byte[] bytes = out.array();
        int from = start;
        while (true) {
            int found = indexOfLast(bytes, from, out.size());
            if (found == out.size()) {
                return;
            }
            int begin = found - delimiter.length + 1;
            if (begin >= start && isDelimiter(bytes, begin)) {
                throw new EncodeException("the payload holds the delimiter \""
                        + Quoted.shorten(new String(delimiter, StandardCharsets.ISO_8859_1)) + "\" at byte " + (begin - start)
                        + "; choose a delimiter that cannot occur");
            }
            from = found + 1;
        }
    }

    private boolean isDelimiter(byte[] buffer, int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the delimiter's last byte stands, or {@code limit}. */
    private int indexOfLast(byte[] buffer, int from, int limit) {
        int i = from;
        for (int end = limit - 7; i < end; i += 8) {
            long x = (long) LONGS.get(buffer, i) ^ pattern;
            // The lowest byte of x that is zero leaves its high bit; bytes above it may be wrong, those below never.
            long zeros = (x - ONES) & ~x & HIGHS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (i < limit && buffer[i] != last) {
            i++;
        }
        return i;
    }
}
