package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Encoder;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Arrays;
import java.util.Map;

/**
 * Turns a message into what is sent: encoded, sealed, framed; and payloads into messages: a header is kept for the payload behind it, which is opened
 * with it and then decoded.
 *
 * <p>Packing is confined to whoever holds the connection's send lock, unpacking to whoever reads the connection.
 */
final class Packer {
    // Stands for a header that was none: the payload behind it is refused, as nobody knows what it was to prove.
    private static final Map<String, @Nullable Object> UNREADABLE = Map.of("", "");

    private static final Map<String, @Nullable Object> NO_HEADERS = Map.of();

    private final Connection connection;
    private final Receiver receiver;
    private final @Nullable Security security;
    private final Encoder encoder;
    private final Decoder decoder;
    private final @Nullable Framing framing;

    // Confined to who packs.
    private int headerLength;

    // Confined to who unpacks.
    private @Nullable Map<String, @Nullable Object> header;
    private Map<String, @Nullable Object> headers = NO_HEADERS;

    /** Makes one for one connection; without framing where the transport carries whole payloads. */
    Packer(Connection connection, boolean framed) {
        this.connection = connection;
        this.receiver = connection.receiver;
        this.security = receiver.security;
        this.encoder = connection.codec.newEncoder(receiver.conversions);
        this.decoder = connection.codec.newDecoder();
        this.framing = framed ? connection.codec.newFraming() : null;
    }

    /**
     * Appends the message to {@code out}; if this throws, the caller cuts off what was appended.
     *
     * @param metadata what the message tells about itself, or null
     */
    void pack(Message message, @Nullable Map<String, @Nullable Object> metadata, OutputBuffer out) {
        int start = out.size();
        headerLength = 0;
        if (security == null) {
            if (metadata != null) {
                packHeader(metadata, out, start);
            }
            encode(message, out);
        } else {
            encoder.encode(message, out);
            packSecured(security, metadata == null ? NO_HEADERS : metadata, out, start);
        }
    }

    /** Returns how many of the bytes appended last are a header before the payload; 0 without one. */
    int headerLength() {
        return headerLength;
    }

    private void packHeader(Map<String, @Nullable Object> headers, OutputBuffer out, int start) {
        encode(Call.notification(Security.HEADER_METHOD, Params.named(headers)), out);
        headerLength = out.size() - start;
    }

    private void encode(Message message, OutputBuffer out) {
        int start = out.size();
        encoder.encode(message, out);
        frame(out, start);
    }

    private void packSecured(Security by, Map<String, @Nullable Object> metadata, OutputBuffer out, int start) {
        Security.Sealed sealed = by.seal(out.array(), start, out.size() - start, metadata);
        byte[] body = sealed.payload();
        if (body == null) {
            body = Arrays.copyOfRange(out.array(), start, out.size());
        }
        out.truncate(start);
        if (!sealed.headers().isEmpty()) {
            packHeader(sealed.headers(), out, start);
        }
        int bodyStart = out.size();
        out.write(body, 0, body.length);
        frame(out, bodyStart);
    }

    private void frame(OutputBuffer out, int start) {
        int length = out.size() - start;
        int maxFrame = receiver.limits.maxFrame();
        if (length > maxFrame) {
            throw new LimitException("message of " + length + " bytes is over the limit of " + maxFrame
                    + "; send less at once, or raise maxFrame on both sides");
        }
        connection.trace(false, out.array(), start, length);
        if (framing != null) {
            framing.wrap(out, start);
        }
    }

    /** Returns the message, or null if the payload was a header. */
    @Nullable
    Message unpack(byte[] payload, int offset, int length) {
        Map<String, @Nullable Object> before = header;
        header = null;
        headers = NO_HEADERS;
        connection.trace(true, payload, offset, length);
        if (before != null) {
            return unpackSecured(payload, offset, length, before);
        }
        // What will be refused is read into plain values: a stranger makes no objects of the application.
        boolean demanded = security != null && security.demandsHeader();
        Message message = decoder.decode(payload, offset, length, demanded ? Binding.plain() : connection);
        if (isHeader(message)) {
            Params params = ((Call) message).params();
            header = params.isNamed() || params.isAbsent() ? params.asMap() : UNREADABLE;
            return null;
        }
        if (demanded) {
            return refused(message, "a message without security headers; every message must be secured here");
        }
        return message;
    }

    /** Returns the security headers of the message that {@link #unpack} returned last. */
    Map<String, @Nullable Object> headers() {
        return headers;
    }

    @SuppressWarnings("ReferenceEquality") // it is this one object that stands for an unreadable header
    private Message unpackSecured(byte[] payload, int offset, int length, Map<String, @Nullable Object> before) {
        String why = null;
        byte[] opened = null;
        if (before == UNREADABLE) {
            why = "the security header before it could not be used: it must be one map";
        } else if (security != null) {
            try {
                opened = security.open(payload, offset, length, before);
            } catch (SecurityRefusedException e) {
                why = e.getMessage();
            } catch (RuntimeException e) {
                why = "the security provider failed on it: " + e;
            }
        } else if (!receiver.carriesHeaders()) {
            why = "got a secured message and no security is set here; give the endpoint that of the other side";
        }
        Binding binding = why == null ? connection : Binding.plain();
        Message message = opened == null
                ? decoder.decode(payload, offset, length, binding)
                : opened.length == 0
                        ? Malformed.unparsable("the opened payload is empty")
                        : decoder.decode(opened, 0, opened.length, binding);
        if (isHeader(message)) {
            // It was taken for the payload of the first: what comes behind it is refused, too.
            header = UNREADABLE;
            why = why == null ? "two security headers in a row" : why;
        }
        if (why != null) {
            return refused(message, why);
        }
        headers = before;
        return message;
    }

    private static boolean isHeader(Message message) {
        return message instanceof Call call && call.method().equals(Security.HEADER_METHOD);
    }

    /** Returns whether the peer will wait for an answer to a message, or may. */
    static boolean awaitsAnswer(Message message) {
        if (message instanceof Batch batch) {
            boolean awaits = false;
            for (Message item : batch.messages()) {
                awaits |= awaitsAnswer(item);
            }
            return awaits;
        }
        return message instanceof Call call
                ? !call.isNotification()
                : message instanceof Malformed malformed && malformed.mayBeAnswered();
    }

    /** The caller is told, where the call's id can be read, or it would wait until its deadline. */
    private static Malformed refused(Message message, String why) {
        Id id = message instanceof Call call ? call.id() : Id.NULL;
        // A batch as a whole is answered with one error (JSON-RPC 2.0, section 6); one without a call that waits is
        // not.
        boolean answerable = awaitsAnswer(message);
        return new Malformed(answerable ? id : Id.NULL, ErrorCodes.SECURITY, "Refused", why, answerable);
    }
}
