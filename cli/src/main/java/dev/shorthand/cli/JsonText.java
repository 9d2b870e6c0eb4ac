package dev.shorthand.cli;

import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Reply;
import dev.shorthand.kernel.spi.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON text, by way of the {@code jrpc} codec: so the command needs no JSON library, and bytes look as they do on the wire.
 *
 * <p>A value is sent through the codec as the result of a reply. What the codec writes around it is found out once, from a reply whose
 * result is null. Immutable and safe for any thread.
 */
final class JsonText {
    // Stands before and after a text that may or may not be one JSON value, to tell "1" from "1,2" and "1]".
    private static final String MARK = "shorthand-argument";

    private final Codec codec;
    private final String before;
    private final String after;

    /**
     * A value that was read.
     *
     * @param value a plain value, which may be null
     */
    record Parsed(@Nullable Object value) {}

    private JsonText(Codec codec) {
        this.codec = codec;
        String empty = text(null);
        int hole = empty.indexOf("null");
        this.before = empty.substring(0, hole);
        this.after = empty.substring(hole + "null".length());
    }

    /** Makes one with the codec that is installed. */
    static JsonText installed() {
        return new JsonText(Plugins.installed().codec("jrpc", Limits.defaults()));
    }

    /** Returns a plain value as one line of JSON. */
    String print(@Nullable Object value) {
        String whole = text(value);
        return whole.substring(before.length(), whole.length() - after.length());
    }

    /** Returns the value of a text that is exactly one JSON value, else nothing. */
    Optional<Parsed> parse(String text) {
        String marked = "[\"" + MARK + "\"," + text + ",\"" + MARK + "\"]";
        byte[] payload = (before + marked + after).getBytes(StandardCharsets.UTF_8);
        return codec.decode(payload) instanceof Reply reply
                        && reply.result() instanceof List<?> list
                        && list.size() == 3
                        && MARK.equals(list.get(0))
                        && MARK.equals(list.get(2))
                ? Optional.of(new Parsed(list.get(1)))
                : Optional.empty();
    }

    private String text(@Nullable Object value) {
        return new String(codec.encode(new Reply(Id.of(1), value)), StandardCharsets.UTF_8);
    }
}
