package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.Security;
import org.jspecify.annotations.Nullable;

/**
 * Turns a message into what is sent: encoded, sealed, framed.
 *
 * <p>Confined to whoever holds the connection's send lock.
 */
final class Packer {
    private final Encoder encoder;
    private final @Nullable Framing framing;
    private final @Nullable Security security;
    private final int maxFrame;

    /** Makes one for one connection; without framing where the transport carries whole payloads. */
    Packer(Codec codec, Conversions conversions, @Nullable Security security, boolean framed, int maxFrame) {
        this.encoder = codec.newEncoder(conversions);
        this.framing = framed ? codec.newFraming() : null;
        this.security = security;
        this.maxFrame = maxFrame;
    }

    /** Appends the message to {@code out}; if this throws, the caller cuts off what was appended. */
    void pack(Message message, OutputBuffer out) {
        int start = out.size();
        encoder.encode(message, out);
        if (security != null) {
            seal(security, out, start);
        } else {
            frame(out, start);
        }
    }

    private void seal(Security provider, OutputBuffer out, int start) {
        Security.Sealed sealed = provider.seal(out.array(), start, out.size() - start);
        byte[] payload = sealed.payload();
        if (sealed.headers().isEmpty() && payload == null) {
            frame(out, start);
            return;
        }
        byte[] body = payload != null ? payload : java.util.Arrays.copyOfRange(out.array(), start, out.size());
        out.truncate(start);
        if (!sealed.headers().isEmpty()) {
            encoder.encode(Call.notification(Security.HEADER_METHOD, Params.named(sealed.headers())), out);
            frame(out, start);
        }
        int bodyStart = out.size();
        out.write(body, 0, body.length);
        frame(out, bodyStart);
    }

    private void frame(OutputBuffer out, int start) {
        int length = out.size() - start;
        if (length > maxFrame) {
            throw new LimitException("message of " + length + " bytes is over the limit of " + maxFrame
                    + "; send less at once, or raise maxFrame on both sides");
        }
        if (framing != null) {
            framing.wrap(out, start);
        }
    }
}
