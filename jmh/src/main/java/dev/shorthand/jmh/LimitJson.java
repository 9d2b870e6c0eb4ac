package dev.shorthand.jmh;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** {@link HandWritten} code. */
final class LimitJson implements JsonSide {
    private final HandWritten code = new HandWritten();
    private final OutputBuffer out = new OutputBuffer(256);
    private final Message sample;
    private final byte[] payload;

    LimitJson(Codec codec, Message sample) {
        this.sample = sample;
        this.payload = codec.encode(sample);
    }

    @Override
    public int encode() throws IOException {
        out.clear();
        code.encode(sample, out);
        return out.size();
    }

    @Override
    public Object decode() throws IOException {
        return code.decode(payload, payload.length);
    }

    @Override
    public Object decodeTyped() throws IOException {
        return code.decodeTyped(payload, payload.length);
    }

    @Override
    public void check() throws IOException {
        JsonSide.same(payload.length, encode());
        decodeTyped();
        if (decode() instanceof HandWritten.Read read) {
            Object value = sample instanceof Call call ? call.params().asMap() : ((Reply) sample).result();
            JsonSide.same(Objects.requireNonNull(value), Objects.requireNonNull(read.value()));
        } else {
            JsonSide.same(50, ((List<?>) decode()).size());
        }
    }
}
