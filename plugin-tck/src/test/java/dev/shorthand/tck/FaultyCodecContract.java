package dev.shorthand.tck;

import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.spi.Codec;

/** The contract with a {@link FaultyCodec}. */
abstract class FaultyCodecContract extends CodecContract {
    private final FaultyCodec.Fault fault;

    FaultyCodecContract(FaultyCodec.Fault fault) {
        this.fault = fault;
    }

    @Override
    protected String expression() {
        return "faulty";
    }

    @Override
    protected Codec codec(Limits limits) {
        return new FaultyCodec(limits, fault);
    }
}
