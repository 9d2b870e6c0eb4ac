package dev.shorthand.tck;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;

/** The kit's own codec stands what the kit does to it. */
final class LineCodecFuzzTest extends CodecFuzz {
    @Override
    protected String expression() {
        return "line";
    }

    @Override
    protected Codec codec(Limits limits) {
        return LineCodec.create(limits);
    }

    /** Nobody is served by this codec, so the rules are run and no more. */
    @Override
    protected int mutations() {
        return 20_000;
    }
}
