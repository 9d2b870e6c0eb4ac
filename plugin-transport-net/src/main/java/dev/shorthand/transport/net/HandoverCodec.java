package dev.shorthand.transport.net;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hands messages over to the other side of a connection within this process as they are. What goes through the stream is a frame for each, with the
 * number under which it waits.
 *
 * <p>So all that the kernel does for streams holds for these, too: who waits for whom, in which order, and who is relieved. Belongs to one side of
 * one connection; safe for any thread.
 */
final class HandoverCodec implements Codec {
    /** What a message counts as in bytes: the smallest {@code maxFrame} that can be set, so that no limit refuses it. */
    static final int FRAME = 64;

    private static final VarHandle NUMBER = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Handover in;
    private final Handover out;
    private final int maxBatch;

    HandoverCodec(Handover in, Handover out, int maxBatch) {
        this.in = in;
        this.out = out;
        this.maxBatch = maxBatch;
    }

    @Override
    public Framing newFraming() {
        return new FixedFraming(FRAME);
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        out.writtenBy(conversions);
        return this::encode;
    }

    private void encode(Message message, OutputBuffer buffer) {
        buffer.reserve(FRAME);
        NUMBER.set(buffer.array(), buffer.size(), out.add(message));
        buffer.advance(FRAME);
    }

    @Override
    public Decoder newDecoder() {
        HandoverDecoder decoder = new HandoverDecoder(in, maxBatch);
        return (payload, offset, length, binding) -> decoder.decode((long) NUMBER.get(payload, offset), binding);
    }

    /** Says that no frames arrive here any more. */
    void abandon() {
        in.abandon();
    }

    /** Says that all frames that have arrived were read. */
    void end() {
        in.clear();
    }
}
