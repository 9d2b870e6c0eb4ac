package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;

/**
 * Messages one after the other with nothing between, as an array says itself where it ends (MessagePack-RPC specification, "Message
 * specification").
 *
 * <p>A payload that a security provider has turned into something else travels as {@code bin}, which no message is. What is
 * neither ends the stream: behind it could stand a part of some value, and must not be taken for a message. Confined like
 * every {@link Framing}; allocates nothing, and holds a few numbers however deep a message is.
 */
final class MsgpackFraming implements Framing {
    private static final int LARGEST_8 = 0xff;
    private static final int LARGEST_16 = 0xffff;

    private final int maxFrame;
    private final ValueScanner incoming = new ValueScanner();
    private final ValueScanner outgoing = new ValueScanner();

    // Of the present frame: the bytes looked at, or known to be a body, and those before the payload.
    private long looked;
    private int header;

    private int payloadStart;
    private int frameEnd;

    /** Makes one for messages of so many bytes at most. */
    MsgpackFraming(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        if (start == limit) {
            return false;
        }
        if (looked == 0) {
            header = header(buffer[start] & 0xff);
            incoming.begin(1);
        }
        long at = incoming.scan(buffer, start + looked, limit);
        if (at == ValueScanner.INVALID) {
            throw new FramingException(
                    "0xc1 stands in a message, where no MessagePack value begins with it; send MessagePack", false);
        }
        looked = at - start;
        // What is announced and must still come counts, too: four bytes may promise as many gigabytes.
        long least = looked + incoming.missing() - header;
        if (least > maxFrame) {
            throw FramingException.tooLong(least, maxFrame);
        }
        if (incoming.missing() > 0 || at > limit) {
            return false;
        }
        looked = 0;
        payloadStart = start + header;
        frameEnd = (int) at;
        return true;
    }

    /** Returns how many bytes stand before the payload. */
    private static int header(int first) throws FramingException {
        if (Format.isArray(first)) {
            return 0;
        }
        return switch (first) {
            case Format.BIN8 -> 2;
            case Format.BIN16 -> 3;
            case Format.BIN32 -> 5;
            default ->
                throw new FramingException(
                        String.format("0x%02x stands where a message begins", first)
                                + (first > ' ' && first < 0x7f ? " ('" + (char) first + "')" : "")
                                + ", and a message is an array; see that the other side speaks MessagePack-RPC",
                        false);
        };
    }

    @Override
    public int payloadStart() {
        return payloadStart;
    }

    @Override
    public int payloadEnd() {
        return frameEnd;
    }

    @Override
    public int frameEnd() {
        return frameEnd;
    }

    /** Adds nothing to a message, and the header of a {@code bin} before anything else. */
    @Override
    public void wrap(OutputBuffer out, int start) {
        int end = out.size();
        int length = end - start;
        if (isMessage(out.array(), start, end)) {
            return;
        }
        int bytes = length <= LARGEST_8 ? 2 : length <= LARGEST_16 ? 3 : 5;
        out.openGap(start, bytes);
        byte[] array = out.array();
        array[start] = (byte) (bytes == 2 ? Format.BIN8 : bytes == 3 ? Format.BIN16 : Format.BIN32);
        for (int i = bytes - 1, rest = length; i > 0; i--, rest >>>= 8) {
            array[start + i] = (byte) rest;
        }
    }

    private boolean isMessage(byte[] bytes, int start, int end) {
        if (start == end || !Format.isArray(bytes[start] & 0xff)) {
            return false;
        }
        outgoing.begin(1);
        return outgoing.scan(bytes, start, end) == end && outgoing.missing() == 0;
    }
}
