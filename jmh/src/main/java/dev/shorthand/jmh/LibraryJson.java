package dev.shorthand.jmh;

import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;

/** A library, with the objects that a program would write and read with it. */
final class LibraryJson implements JsonSide {
    private final OutputBuffer out = new OutputBuffer(256);
    private final JsonLibrary library;
    private final Codec codec;
    private final Message sample;
    private final byte[] payload;
    private final Object bean;
    private final Class<?> type;

    LibraryJson(JsonLibrary library, Codec codec, Message sample) {
        this.library = library;
        this.codec = codec;
        this.sample = sample;
        this.payload = codec.encode(sample);
        this.bean = Wire.beanOf(sample);
        this.type = Wire.typeOf(sample);
    }

    @Override
    public int encode() throws IOException {
        return write(bean);
    }

    private int write(Object value) throws IOException {
        out.clear();
        library.write(value, out);
        return out.size();
    }

    @Override
    public Object decode() throws IOException {
        return library.readPlain(payload);
    }

    @Override
    public Object decodeTyped() throws IOException {
        return library.read(payload, type);
    }

    @Override
    public void check() throws IOException {
        for (Object value : new Object[] {bean, decode(), decodeTyped()}) {
            write(value);
            JsonSide.same(sample, codec.decode(out.toByteArray()));
        }
    }
}
