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

/**
 * What all connections of an endpoint have in common. Immutable.
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
public record Settings(
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
        Receiver receiver) {}
