package dev.shorthand.text;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Cuts a stream into payloads at a delimiter of one or more bytes.
 *
 * <p>Allocates nothing. The delimiter's last byte is looked for, since the frame cannot end before it, and eight bytes
 * are looked at together: those that equal it are found with the arithmetic of "Hacker's Delight" (Warren, section
 * 6-1), without a branch for each.
 */
public final class DelimiterFraming implements Framing {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
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
     * @param delimiter      the bytes that end a payload, at least one
     * @param maxFrame       longest payload in bytes, the delimiter not counted
     * @param neverInPayload whether a byte of the delimiter never occurs in a payload, be it as the codec wrote it or
     *                       as a security provider changed it; then payloads on their way out are not searched for it
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
        int end = indexOf(buffer, start, start + searched, limit);
        if (end < 0) {
            searched = limit - start;
            // The last bytes may be the beginning of a delimiter, and no part of the payload.
            refuseOverLimit(searched - delimiter.length + 1);
            return false;
        }
        refuseOverLimit(end - start);
        searched = 0;
        payloadStart = start;
        payloadEnd = end;
        frameEnd = end + delimiter.length;
        return true;
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

    /**
     * Puts the delimiter after the payload.
     *
     * @throws EncodeException if the frame would be cut anywhere else than there. With a delimiter such as {@code abab}
     *                         that can be where the payload's end and the delimiter's beginning make up another
     *                         delimiter
     */
    @Override
    public void wrap(OutputBuffer out, int start) {
        int end = out.size();
        out.write(delimiter, 0, delimiter.length);
        if (absent) {
            return;
        }
        int cut = indexOf(out.array(), start, start, out.size());
        if (cut != end) {
            throw new EncodeException("the payload holds the delimiter \""
                    + Quoted.shorten(new String(delimiter, StandardCharsets.ISO_8859_1)) + "\" at byte " + (cut - start)
                    + "; choose a delimiter that cannot occur");
        }
    }

    private void refuseOverLimit(int payloadBytes) throws FramingException {
        if (payloadBytes > maxFrame) {
            throw FramingException.tooLong(payloadBytes, maxFrame);
        }
    }

    /**
     * Returns where the first delimiter begins whose last byte is at {@code from} or after, or -1; none reaches before
     * {@code start}.
     */
    private int indexOf(byte[] buffer, int start, int from, int limit) {
        int reach = delimiter.length - 1;
        int found = indexOfLast(buffer, from, limit);
        while (found < limit) {
            int begin = found - reach;
            if (reach == 0 || (begin >= start && isDelimiter(buffer, begin))) {
                return begin;
            }
            found = indexOfLast(buffer, found + 1, limit);
        }
        return -1;
    }

    private boolean isDelimiter(byte[] buffer, int at) {
        for (int i = 0; i < delimiter.length - 1; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the delimiter's last byte stands, or {@code limit}. */
    private int indexOfLast(byte[] buffer, int from, int limit) {
        int i = from;
        // Two words a turn: loads and tests of the second overlap with those of the first.
        for (int end = limit - 2 * Long.BYTES; i <= end; i += 2 * Long.BYTES) {
            long first = zeros((long) LONGS.get(buffer, i) ^ pattern);
            long second = zeros((long) LONGS.get(buffer, i + Long.BYTES) ^ pattern);
            if ((first | second) != 0) {
                return first != 0
                        ? i + (Long.numberOfTrailingZeros(first) >>> 3)
                        : i + Long.BYTES + (Long.numberOfTrailingZeros(second) >>> 3);
            }
        }
        while (i < limit && buffer[i] != last) {
            i++;
        }
        return i;
    }

    // The lowest byte that is zero leaves its high bit; bits above it may be wrong, those below never.
    private static long zeros(long x) {
        return (x - ONES) & ~x & HIGHS;
    }
}
