package dev.shorthand.jmh;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;

/** Gson, which reads and writes text. */
final class GsonLibrary implements JsonLibrary {
    private final Gson gson = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    @Override
    public void write(Object value, OutputBuffer out) {
        out.write(gson.toJson(value).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Object read(byte[] payload, Class<?> type) {
        return gson.fromJson(new String(payload, StandardCharsets.UTF_8), type);
    }

    @Override
    public Object readPlain(byte[] payload) {
        return read(payload, Object.class);
    }
}
