package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.Conversions;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.PayloadTrace;
import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Security;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all connections of an endpoint have in common. Immutable. */
public final class Settings {
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

    /** What calls tell about themselves. */
    public final CallHeaders headers;

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
     * @param headers     what calls tell about themselves
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
            CallHeaders headers,
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
        this.headers = headers;
        this.trace = trace;
        this.clock = clock;
        this.workers = workers;
        this.receiver = receiver;
    }
}
