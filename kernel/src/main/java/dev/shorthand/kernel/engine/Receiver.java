package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What stands behind a connection: it handles the calls that arrive. The endpoint implements it. Safe for any thread. */
public interface Receiver {
    /**
     * Notes that a call has arrived; it may be a while until it is handled.
     *
     * @param from    the connection it came on
     * @param call    the call
     * @param headers what came before it
     * @return who called; null if the call was about another one, such as its cancellation, and is done with
     */
    @Nullable
    Caller arrived(Connection from, Call call, Map<String, @Nullable Object> headers);

    /**
     * Handles a call on this thread, and sends what it returns.
     *
     * @param from   the connection it came on
     * @param call   the call
     * @param caller what {@link #arrived} returned
     */
    void handle(Connection from, Call call, Caller caller);

    /**
     * Handles a batch on this thread, and sends what its calls return as one batch.
     *
     * @param from    the connection it came on
     * @param items   calls, and what is malformed, which is answered in its place
     * @param callers what {@link #arrived} returned for each call, in order
     */
    void handle(Connection from, List<Message> items, List<@Nullable Caller> callers);

    /**
     * Shows what was wrong with a message to whoever wants to see it.
     *
     * @param from    the connection it came on
     * @param problem what was wrong
     * @return whether it is to be logged
     */
    boolean logs(Connection from, Throwable problem);

    /**
     * Returns whether anybody wants to see what was wrong.
     *
     * @return false where all is logged
     */
    boolean isHooked();

    /**
     * Shows a message that could not be read, as {@link #logs(Connection, Throwable)} does.
     *
     * @param from    the connection it came on
     * @param message what is known of it
     * @return whether it is to be logged
     */
    boolean logs(Connection from, Malformed message);

    /**
     * Reads the arguments of a call while it is being decoded.
     *
     * @param method the method, or the empty string
     * @param in     stands on the first token
     * @return the arguments
     */
    Params readParams(String method, ValueReader in);

    /**
     * Returns what calls are handled on.
     *
     * @return null for the thread that reads the connection
     */
    @Nullable
    Executor executor();

    /**
     * Is told, once, that the connection is gone.
     *
     * @param connection the connection
     * @param cause      why, or null where it was closed in good order
     */
    void ended(Connection connection, @Nullable Throwable cause);
}
