package dev.shorthand.kernel.engine;

import dev.shorthand.kernel.PayloadTrace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows payloads to the endpoint's trace, where it has one. Confined to the thread that reads, or holds the send lock.
 *
 * @param trace    sees each payload, or null
 * @param peerName the peer at the other side
 */
record Tracer(@Nullable PayloadTrace trace, String peerName) {
    private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

    void see(PayloadTrace.Direction direction, byte[] payload, int offset, int length) {
        if (trace == null) {
            return;
        }
        try {
            trace.payload(direction, peerName, payload, offset, length);
        } catch (RuntimeException e) {
            LOG.warn("the trace failed on a payload of {} bytes", length, e);
        }
    }
}
