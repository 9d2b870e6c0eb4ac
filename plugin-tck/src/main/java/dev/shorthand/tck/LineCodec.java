package dev.shorthand.tck;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.text.DelimiterFraming;

/**
 * The kit's own codec, so that transports can be tried without any plugin: one line a message, words between blanks.
 *
 * <p>{@code call 7 "add [ 1 2 ]} is answered by {@code reply 7 3}. It carries every plain value, and all kinds of messages. It is not
 * installed as a service, and no other program speaks it. Immutable and safe for any thread.
 */
public final class LineCodec implements Codec {
    private final Limits limits;

    private LineCodec(Limits limits) {
        this.limits = limits;
    }

    /**
     * Returns the codec with the default limits.
     *
     * @return a codec
     */
    public static LineCodec create() {
        return create(Limits.defaults());
    }

    /**
     * Returns the codec with limits of its own.
     *
     * @param limits those that concern a codec count
     * @return a codec
     */
    public static LineCodec create(Limits limits) {
        return new LineCodec(limits);
    }

    @Override
    public Framing newFraming() {
        return new DelimiterFraming(new byte[] {'\n'}, limits.maxFrame(), true);
    }

    @Override
    public Encoder newEncoder(Conversions conversions) {
        return new LineEncoder(conversions.confined());
    }

    @Override
    public Decoder newDecoder() {
        return new LineDecoder(limits);
    }
}
