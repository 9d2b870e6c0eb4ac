package dev.shorthand.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.io.IOException;

/** jackson-databind. */
final class DatabindLibrary implements JsonLibrary {
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public void write(Object value, OutputBuffer out) throws IOException {
        mapper.writeValue(out, value);
    }

    @Override
    public Object read(byte[] payload, Class<?> type) throws IOException {
        return mapper.readValue(payload, type);
    }

    @Override
    public Object readPlain(byte[] payload) throws IOException {
        return mapper.readValue(payload, Object.class);
    }
}
