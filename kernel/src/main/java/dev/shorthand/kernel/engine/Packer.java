package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.PayloadTrace.Direction;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.Security;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a message into what is sent: encoded, sealed, framed.
 *
 * <p>Confined to whoever holds the connection's send lock.
 */
final class Packer {
    private final Connection connection;
    private final Settings settings;
    private final Encoder encoder;
    private final @Nullable Framing framing;
    private int headerLength;

    /** Makes one for one connection; without framing where the transport carries whole payloads. */
    Packer(Connection connection, boolean framed) {
        this.connection = connection;
        this.settings = connection.settings;
        this.encoder = settings.codec.newEncoder(settings.conversions);
        this.framing = framed ? settings.codec.newFraming() : null;
    }

    /**
     * Appends the message to {@code out}; if this throws, the caller cuts off what was appended.
     *
     * @param headers what the message tells about itself, or null
     */
    void pack(Message message, @Nullable Map<String, @Nullable Object> headers, OutputBuffer out) {
        int start = out.size();
        headerLength = 0;
        encoder.encode(message, out);
        Security security = settings.security;
        if (security == null && headers == null) {
            frame(out, start);
        } else {
            packSecured(security, headers == null ? Map.of() : headers, out, start);
        }
    }

    /** Returns how many of the bytes appended last are a header before the payload; 0 without one. */
    int headerLength() {
        return headerLength;
    }

    private void packSecured(
            @Nullable Security security, Map<String, @Nullable Object> headers, OutputBuffer out, int start) {
        Map<String, @Nullable Object> all = headers;
        byte[] body = null;
        if (security != null) {
            Security.Sealed sealed = security.seal(out.array(), start, out.size() - start, headers);
            all = sealed.headers();
            body = sealed.payload();
        }
        if (body == null) {
            if (all.isEmpty()) {
                frame(out, start);
                return;
            }
            body = Arrays.copyOfRange(out.array(), start, out.size());
        }
        out.truncate(start);
        if (!all.isEmpty()) {
            encoder.encode(Call.notification(Security.HEADER_METHOD, Params.named(all)), out);
            frame(out, start);
        }
        int bodyStart = out.size();
        headerLength = bodyStart - start;
        out.write(body, 0, body.length);
        frame(out, bodyStart);
    }

    private void frame(OutputBuffer out, int start) {
        int length = out.size() - start;
        int maxFrame = settings.limits.maxFrame();
        if (length > maxFrame) {
            throw new LimitException("message of " + length + " bytes is over the limit of " + maxFrame
                    + "; send less at once, or raise maxFrame on both sides");
        }
        connection.trace(Direction.OUT, out.array(), start, length);
        if (framing != null) {
            framing.wrap(out, start);
        }
    }
}
