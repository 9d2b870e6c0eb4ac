package dev.shorthand.jmh;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonWriter;
import com.dslplatform.json.runtime.Settings;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** DSL-JSON with what it finds out at run time; its code generator, which is faster, is not used. */
final class DslJsonLibrary implements JsonLibrary {
    private final DslJson<Object> dsl = new DslJson<>(Settings.withRuntime());
    private final JsonWriter writer = dsl.newWriter();

    @Override
    public void write(Object value, OutputBuffer out) throws IOException {
        writer.reset();
        dsl.serialize(writer, value);
        out.write(writer.getByteBuffer(), 0, writer.size());
    }

    @Override
    public Object read(byte[] payload, Class<?> type) throws IOException {
        return Objects.requireNonNull(dsl.deserialize(type, payload, payload.length));
    }

    @Override
    public Object readPlain(byte[] payload) throws IOException {
        return read(payload, payload[0] == '[' ? List.class : Map.class);
    }
}
