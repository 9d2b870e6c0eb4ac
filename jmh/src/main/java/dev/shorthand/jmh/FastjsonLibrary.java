package dev.shorthand.jmh;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import dev.shorthand.kernel.spi.OutputBuffer;

/** fastjson2, which makes classes at run time for those that it reads and writes. */
final class FastjsonLibrary implements JsonLibrary {
    @Override
    public void write(Object value, OutputBuffer out) {
        JSON.writeTo(out, value, JSONWriter.Feature.WriteNulls);
    }

    @Override
    public Object read(byte[] payload, Class<?> type) {
        return JSON.parseObject(payload, type);
    }

    @Override
    public Object readPlain(byte[] payload) {
        return JSON.parse(payload);
    }
}
