package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Batch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.PayloadTrace.Direction;
import dev.shorthand.kernel.spi.Binding;
import dev.shorthand.kernel.spi.Decoder;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.SecurityRefusedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into messages: a header is kept for the payload behind it, which is opened with it and then decoded.
 *
 * <p>Confined to whoever reads the connection.
 */
final class Unpacker {
    // Stands for a header that was none: the payload behind it is refused, as nobody knows what it was to prove.
    private static final Map<String, @Nullable Object> UNREADABLE = Map.of("", "");

    private static final Map<String, @Nullable Object> NO_HEADERS = Map.of();

    private final Connection connection;
    private final Decoder decoder;
    private final @Nullable Security security;
    private final boolean acceptsHeaders;

    private @Nullable Map<String, @Nullable Object> header;
    private Map<String, @Nullable Object> headers = NO_HEADERS;

    Unpacker(Connection connection) {
        Settings settings = connection.settings;
        this.connection = connection;
        this.decoder = settings.codec.newDecoder();
        this.security = settings.security;
        this.acceptsHeaders = settings.headers.accepted();
    }

    /** Returns the message, or null if the payload was a header. */
    @Nullable
    Message unpack(byte[] payload, int offset, int length) {
        Map<String, @Nullable Object> before = header;
        header = null;
        if (headers != NO_HEADERS) {
            headers = NO_HEADERS;
        }
        connection.trace(Direction.IN, payload, offset, length);
        if (before != null) {
            return unpackSecured(payload, offset, length, before);
        }
        // What will be refused is read into plain values: a stranger makes no objects of the application.
        boolean demanded = security != null && security.demandsHeader();
        Message message = decoder.decode(payload, offset, length, demanded ? Binding.plain() : connection);
        if (isHeader(message)) {
            header = asHeader((Call) message);
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

    private Message unpackSecured(byte[] payload, int offset, int length, Map<String, @Nullable Object> before) {
        if (isUnreadable(before) || (security == null && !acceptsHeaders)) {
            return refusedUnopened(
                    payload,
                    offset,
                    length,
                    isUnreadable(before)
                            ? "the security header before it could not be used: it must be one map"
                            : "got a secured message and no security is set here; open the endpoint with the security of the other side");
        }
        byte[] opened;
        try {
            opened = security == null ? null : security.open(payload, offset, length, before);
        } catch (SecurityRefusedException e) {
            return refusedUnopened(payload, offset, length, e.getMessage());
        } catch (RuntimeException e) {
            return refusedUnopened(payload, offset, length, "the security provider failed on it: " + e);
        }
        Message message = opened == null
                ? decoder.decode(payload, offset, length, connection)
                : opened.length == 0
                        ? Malformed.unparsable("the opened payload is empty")
                        : decoder.decode(opened, 0, opened.length, connection);
        if (isHeader(message)) {
            header = UNREADABLE;
            return refused(message, "two security headers in a row");
        }
        headers = before;
        return message;
    }

    /** A second header was taken for the payload of the first: what comes behind it is refused, too. */
    private Message refusedUnopened(byte[] payload, int offset, int length, @Nullable String why) {
        Message message = decoder.decode(payload, offset, length, Binding.plain());
        if (isHeader(message)) {
            header = UNREADABLE;
        }
        return refused(message, why);
    }

    @SuppressWarnings("ReferenceEquality") // it is this one object that stands for an unreadable header
    private static boolean isUnreadable(Map<String, @Nullable Object> header) {
        return header == UNREADABLE;
    }

    private static boolean isHeader(Message message) {
        return message instanceof Call call && call.method().equals(Security.HEADER_METHOD);
    }

    private static Map<String, @Nullable Object> asHeader(Call call) {
        if (call.params().isNamed() || call.params().isAbsent()) {
            return call.params().asMap();
        }
        return UNREADABLE;
    }

    private static boolean isAwaited(Message message) {
        return message instanceof Call call && !call.isNotification();
    }

    private static boolean hasAwaited(Batch batch) {
        for (Message message : batch.messages()) {
            if (isAwaited(message)) {
                return true;
            }
        }
        return false;
    }

    /** The caller is told, where the call's id can be read, or it would wait until its deadline. */
    private static Malformed refused(Message message, @Nullable String why) {
        boolean isCall = isAwaited(message);
        // A batch as a whole is answered with one error (JSON-RPC 2.0, section 6); one without a call that waits is
        // not.
        boolean answerable =
                isCall || message instanceof Malformed || (message instanceof Batch batch && hasAwaited(batch));
        Id id = isCall ? ((Call) message).id() : Id.NULL;
        return new Malformed(id, ErrorCodes.SECURITY, "Refused", why == null ? "refused" : why, answerable);
    }
}
