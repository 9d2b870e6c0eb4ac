package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Malformed;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.PayloadTrace;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Security;
import dev.shorthand.kernel.spi.ValueReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What stands behind the connections of an endpoint: what they have in common, and what handles what arrives on them. Safe for any thread. */
public abstract class Receiver {
    // The header's name for the milliseconds that were left when the call was sent.
    private static final String DEADLINE = "deadline";

    // A year; more counts as that.
    private static final long LONGEST_MILLIS = 365L * 24 * 60 * 60 * 1_000;

    private static final long NANOS_A_MILLI = 1_000_000;

    /** Turns messages into payloads and back. */
    public final Codec codec;

    /** Walks the values of messages. */
    public final Conversions conversions;

    /** Signs and checks payloads; null for none. */
    public final @Nullable Security security;

    /** The bounds. */
    public final Limits limits;

    /** Makes the ids of calls. */
    public final Supplier<Id> ids;

    /** How the other side is told that nobody waits any more. */
    public final Cancellation cancels;

    /** Whether calls tell how much time is left. */
    public final boolean deadlines;

    /** What else calls tell about themselves, asked at each call, on the thread that calls; null for nothing. */
    public final @Nullable Supplier<? extends Map<String, ?>> metadata;

    /** Sees each payload; null for nobody. */
    public final @Nullable PayloadTrace trace;

    /** Watches the time. */
    public final Clock clock = new Clock();

    /** Runs readers and writers. */
    public final Workers workers = new Workers("shorthand");

    /**
     * Makes them.
     *
     * @param codec       turns messages into payloads and back
     * @param conversions walks the values of messages
     * @param security    signs and checks payloads, or null for none
     * @param limits      the bounds
     * @param ids         makes the ids of calls
     * @param cancels     how the other side is told that nobody waits any more
     * @param deadlines   whether calls tell how much time is left
     * @param metadata    what else calls tell about themselves, or null
     * @param trace       sees each payload, or null
     */
    protected Receiver(
            Codec codec,
            Conversions conversions,
            @Nullable Security security,
            Limits limits,
            Supplier<Id> ids,
            Cancellation cancels,
            boolean deadlines,
            @Nullable Supplier<? extends Map<String, ?>> metadata,
            @Nullable PayloadTrace trace) {
        this.codec = codec;
        this.conversions = conversions;
        this.security = security;
        this.limits = limits;
        this.ids = ids;
        this.cancels = cancels;
        this.deadlines = deadlines;
        this.metadata = metadata;
        this.trace = trace;
    }

    // What a call tells about itself goes in the header notification that security uses: its deadline, and metadata of
    // the application's own, such as a traceparent. Off unless both sides ask for it, as a stranger would see a
    // notification it does not know.

    /** Returns whether a header without security may be one of these. */
    boolean carriesHeaders() {
        return deadlines || metadata != null;
    }

    /** Returns what to send with a call, or null where nothing is. */
    @Nullable
    Map<String, @Nullable Object> headers(long deadlineNanos) {
        if (!carriesHeaders()) {
            return null;
        }
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        if (metadata != null) {
            headers.putAll(metadata.get());
        }
        if (deadlines) {
            headers.put(DEADLINE, (deadlineNanos - System.nanoTime()) / NANOS_A_MILLI);
        }
        return headers.isEmpty() ? null : headers;
    }

    /**
     * Returns the deadline that a call came with.
     *
     * @param headers what came before the call
     * @return on {@link System#nanoTime}, or 0 where it said nothing, or nothing sensible
     */
    public long deadline(Map<String, @Nullable Object> headers) {
        if (deadlines && headers.get(DEADLINE) instanceof Long millis) {
            long at = System.nanoTime() + Math.max(0, Math.min(millis, LONGEST_MILLIS)) * NANOS_A_MILLI;
            return at == 0 ? 1 : at;
        }
        return 0;
    }

    // What connections report.

    /**
     * Notes that a call has arrived; it may be a while until it is handled.
     *
     * @param from    the connection it came on
     * @param call    the call
     * @param headers what came before it
     * @return who called; null if the call was about another one, such as its cancellation, and is done with
     */
    public abstract @Nullable Caller arrived(Connection from, Call call, Map<String, @Nullable Object> headers);

    /**
     * Handles a call on this thread, and sends what it returns.
     *
     * @param from   the connection it came on
     * @param call   the call
     * @param caller what {@link #arrived} returned
     */
    public abstract void handle(Connection from, Call call, Caller caller);

    /**
     * Handles a batch on this thread, and sends what its calls return as one batch.
     *
     * @param from    the connection it came on
     * @param items   calls, and what is malformed, which is answered in its place
     * @param callers what {@link #arrived} returned for each call, in order
     */
    public abstract void handle(Connection from, List<Message> items, List<@Nullable Caller> callers);

    /**
     * Shows what was wrong with a message to whoever wants to see it.
     *
     * @param from    the connection it came on
     * @param problem what was wrong
     * @return whether it is to be logged
     */
    public abstract boolean logs(Connection from, Throwable problem);

    /**
     * Returns whether anybody wants to see what was wrong.
     *
     * @return false where all is logged
     */
    public abstract boolean isHooked();

    /**
     * Shows a message that could not be read, as {@link #logs(Connection, Throwable)} does.
     *
     * @param from    the connection it came on
     * @param message what is known of it
     * @return whether it is to be logged
     */
    public abstract boolean logs(Connection from, Malformed message);

    /**
     * Reads the arguments of a call while it is being decoded.
     *
     * @param method the method, or the empty string
     * @param in     stands on the first token
     * @return the arguments
     */
    public abstract Params readParams(String method, ValueReader in);

    /**
     * Returns what calls are handled on.
     *
     * @return null for the thread that reads the connection
     */
    public abstract @Nullable Executor executor();

    /**
     * Is told, once, that the connection is gone.
     *
     * @param connection the connection
     * @param cause      why, or null where it was closed in good order
     */
    public abstract void ended(Connection connection, @Nullable Throwable cause);
}
