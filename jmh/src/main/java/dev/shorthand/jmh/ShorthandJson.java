package dev.shorthand.jmh;

import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.util.List;

/** The codec, with what a connection keeps: an encoder, a decoder and a buffer. */
final class ShorthandJson implements JsonSide {
    private final OutputBuffer out = new OutputBuffer(256);
    private final Message sample;
    private final byte[] payload;
    private final Encoder encoder;
    private final Decoder decoder;
    private final Binding binding;

    ShorthandJson(Codec codec, Message sample) {
        this.sample = sample;
        this.payload = codec.encode(sample);
        this.encoder = codec.newEncoder(Conversions.standard());
        this.decoder = codec.newDecoder();
        boolean items = sample instanceof Reply reply && reply.result() instanceof List<?>;
        this.binding = items ? new ContractBinding(Items.class) : new EchoBinding();
    }

    @Override
    public int encode() {
        out.clear();
        encoder.encode(sample, out);
        return out.size();
    }

    @Override
    public Object decode() {
        return decoder.decode(payload, 0, payload.length, Binding.plain());
    }

    @Override
    public Object decodeTyped() {
        return decoder.decode(payload, 0, payload.length, binding);
    }

    @Override
    public void check() {
        JsonSide.same(payload.length, encode());
        JsonSide.same(sample, decode());
        if (decodeTyped() instanceof Malformed malformed) {
            throw new IllegalStateException(malformed.problem());
        }
    }
}
