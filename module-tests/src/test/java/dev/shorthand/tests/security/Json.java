package dev.shorthand.tests.security;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Security;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Reads any JSON, and writes headers, with the codec that is there anyway: a value is read as the result of a reply. */
final class Json {
    private static final Codec CODEC = Plugins.installed().codec("jrpc", Limits.defaults());

    private Json() {}

    static Object read(String text) {
        String reply = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + text + "}";
        Object message = CODEC.decode(reply.getBytes(StandardCharsets.UTF_8));
        if (message instanceof Reply read) {
            return read.result();
        }
        throw new AssertionError("not JSON: " + text + ": " + message);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value, "an object");
    }

    static Object value(String object, String key) {
        return object(read(object)).get(key);
    }

    static String header(Map<String, Object> headers) {
        Call call = Call.notification(Security.HEADER_METHOD, Params.named(headers));
        return new String(CODEC.encode(call), StandardCharsets.UTF_8);
    }
}
