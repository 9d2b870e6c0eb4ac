package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.PayloadTrace;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Security;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What all connections of an endpoint have in common. Immutable. */
public final class Settings {
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
    public final Clock clock;

    /** Runs readers and writers. */
    public final Workers workers;

    /** Handles the calls that arrive. */
    public final Receiver receiver;

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
     * @param clock       watches the time
     * @param workers     runs readers and writers
     * @param receiver    handles the calls that arrive
     */
    public Settings(
            Codec codec,
            Conversions conversions,
            @Nullable Security security,
            Limits limits,
            Supplier<Id> ids,
            Cancellation cancels,
            boolean deadlines,
            @Nullable Supplier<? extends Map<String, ?>> metadata,
            @Nullable PayloadTrace trace,
            Clock clock,
            Workers workers,
            Receiver receiver) {
        this.codec = codec;
        this.conversions = conversions;
        this.security = security;
        this.limits = limits;
        this.ids = ids;
        this.cancels = cancels;
        this.deadlines = deadlines;
        this.metadata = metadata;
        this.trace = trace;
        this.clock = clock;
        this.workers = workers;
        this.receiver = receiver;
    }

    // What a call tells about itself goes in the header notification that security uses: its deadline, and metadata of
    // the
    // application's own, such as a traceparent. Off unless both sides ask for it, as a stranger would see a
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
}
