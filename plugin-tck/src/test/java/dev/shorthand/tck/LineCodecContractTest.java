package dev.shorthand.tck;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;

/** The kit's own codec passes the kit's own contract. */
final class LineCodecContractTest extends CodecContract {
    @Override
    protected String expression() {
        return "line";
    }

    @Override
    protected Codec codec(Limits limits) {
        return LineCodec.create(limits);
    }
}
