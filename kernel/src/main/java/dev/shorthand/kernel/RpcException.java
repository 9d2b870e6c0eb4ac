package dev.shorthand.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a call, with what crosses the wire about it: a code, a message, and data.
 *
 * <p>A handler throws one to choose what its caller gets:
 *
 * <pre>{@code throw new RpcException(404, "no such book", Map.of("isbn", isbn));}</pre>
 *
 * <p>The caller gets a {@link RemoteException} with the same three. A handler may throw any of the subclasses, too, which have their code already:
 * {@link BadRequestException}, {@link MethodNotFoundException}, {@link InvalidParamsException}, {@link ServerException}, {@link LimitException} and
 * {@link dev.shorthand.kernel.spi.SecurityRefusedException}. {@link InvalidParamsException} and {@link MethodNotFoundException} go as JSON-RPC words them,
 * "Invalid params" and "Method not found", with their own message as data.
 *
 * <p>What goes wrong on this side of a call has a subclass each, for its caller to catch: {@link DeadlineException}, {@link CancelledException},
 * {@link DisconnectedException}, {@link LimitException}, {@link EncodeException}, {@link BadReplyException}; what goes wrong on the other side is
 * always a {@link RemoteException}, so that nobody takes the one for the other.
 */
public class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The code that goes on the wire. */
    private final long code;

    /** More about the failure; a plain value, so it is not serialized with the exception. */
    private final transient @Nullable Object data;

    /**
     * Makes a failure with data.
     *
     * @param code    one of {@link ErrorCodes}, or your own; JSON-RPC 2.0 keeps -32768 to -32000 for itself
     * @param message one sentence for the caller
     * @param data    any value that the codec can carry, or null
     */
    public RpcException(long code, String message, @Nullable Object data) {
        this(code, message, data, null);
    }

    /**
     * Makes a failure without data.
     *
     * @param code    one of {@link ErrorCodes}, or your own
     * @param message one sentence for the caller
     */
    public RpcException(long code, String message) {
        this(code, message, null, null);
    }

    /**
     * Makes a failure with data and cause.
     *
     * @param code    one of {@link ErrorCodes}, or your own
     * @param message one sentence for the caller
     * @param data    any value that the codec can carry, or null
     * @param cause   what led to it, or null; it stays on this side
     */
    public RpcException(long code, String message, @Nullable Object data, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.data = data;
    }

    /**
     * Returns the code.
     *
     * @return one of {@link ErrorCodes}, or a method's own
     */
    public final long code() {
        return code;
    }

    /**
     * Returns more about the failure.
     *
     * @return a plain value, or null
     */
    public final @Nullable Object data() {
        return data;
    }

    /**
     * Returns the message, never null.
     *
     * @return one sentence
     */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }
}
