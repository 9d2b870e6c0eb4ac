package dev.shorthand.kernel.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a call tells about itself in the header notification that security uses: its deadline, and metadata of the application's own, such as
 * a {@code traceparent}. Off unless both sides ask for it, as a stranger would see a notification it does not know.
 *
 * <p>Immutable and safe for any thread.
 */
public final class CallHeaders {
    /** The header's name for the milliseconds that were left when the call was sent. */
    static final String DEADLINE = "deadline";

    private final boolean deadlines;
    private final @Nullable Supplier<? extends Map<String, ?>> metadata;

    /**
     * Makes them.
     *
     * @param deadlines whether the time that is left travels
     * @param metadata  asked at each call, on the thread that calls; null for none
     */
    public CallHeaders(boolean deadlines, @Nullable Supplier<? extends Map<String, ?>> metadata) {
        this.deadlines = deadlines;
        this.metadata = metadata;
    }

    /** Returns whether a header without security is one of these. */
    boolean accepted() {
        return deadlines || metadata != null;
    }

    /** Returns what to send with a call, or null where nothing is. */
    @Nullable
    Map<String, @Nullable Object> of(long deadlineNanos) {
        if (!accepted()) {
            return null;
        }
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        if (metadata != null) {
            headers.putAll(metadata.get());
        }
        if (deadlines) {
            headers.put(DEADLINE, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
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
            long bounded = Math.max(0, Math.min(millis, TimeUnit.DAYS.toMillis(365)));
            long at = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(bounded);
            return at == 0 ? 1 : at;
        }
        return 0;
    }
}
