package dev.shorthand.transport.zmq;

import dev.shorthand.kernel.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of one ZeroMQ message are for.
 *
 * <p>A message is {@code routing…, [empty delimiter], payload}, as REQ and DEALER sockets, and the devices between, make it (ZeroMQ's RFC 28, "REQ-REP", and tinyrpc:
 * all frames but the last are given back as they came). Two forms are Shorthand's own, so that what belongs together is not separated by devices:
 *
 * <ul>
 *   <li>{@code routing…, empty, "rpc.secinfo", header, payload}: a payload with its security header;
 *   <li>{@code routing…, [empty], "rpc.bye", empty}: a server closes the connection to this client, which has one of its own;
 *   <li>{@code routing…, [empty], "rpc.lost", why, empty}: no call is answered any more that was sent before; from either side.
 * </ul>
 *
 * <p>Immutable; the arrays belong to it.
 */
record Envelope(
        List<byte[]> context,
        List<byte[]> payloads,
        boolean bye,
        @Nullable String lost) {
    static final byte[] EMPTY = {};
    static final byte[] SECINFO = "rpc.secinfo".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LOST = "rpc.lost".getBytes(StandardCharsets.US_ASCII);
    static final byte[] BYE = "rpc.bye".getBytes(StandardCharsets.US_ASCII);

    Envelope(List<byte[]> context, List<byte[]> payloads) {
        this(context, payloads, false, null);
    }

    /** Returns the frames that say why calls are lost. */
    static List<byte[]> lostFor(String why) {
        return List.of(LOST, why.getBytes(StandardCharsets.UTF_8), EMPTY);
    }

    /** Sorts the frames of a message that arrived. */
    static Envelope of(List<byte[]> frames) {
        int last = frames.size() - 1;
        if (last >= 3 && Arrays.equals(frames.get(last - 2), SECINFO) && frames.get(last - 3).length == 0) {
            return new Envelope(frames.subList(0, last - 2), frames.subList(last - 1, last + 1));
        }
        if (last >= 1 && frames.get(last).length == 0 && Arrays.equals(frames.get(last - 1), BYE)) {
            return new Envelope(frames.subList(0, last - 1), List.of(), true, null);
        }
        if (last >= 2 && frames.get(last).length == 0 && Arrays.equals(frames.get(last - 2), LOST)) {
            String why = Quoted.shorten(new String(frames.get(last - 1), StandardCharsets.UTF_8));
            return new Envelope(frames.subList(0, last - 2), List.of(), false, why);
        }
        byte[] payload = frames.get(last);
        // An empty one says only that a notification has arrived.
        return new Envelope(frames.subList(0, last), payload.length == 0 ? List.of() : List.of(payload));
    }

    /** Returns the frames that tell who it is: all before the delimiter that ends them, where there is one. */
    List<byte[]> routing() {
        return routing(context);
    }

    /** Returns those of the frames before a payload that tell who it is from. */
    static List<byte[]> routing(List<byte[]> context) {
        int size = context.size();
        return size > 0 && context.get(size - 1).length == 0 ? context.subList(0, size - 1) : context;
    }

    /** Returns the bytes of the payloads. */
    int size() {
        int size = 0;
        for (byte[] payload : payloads) {
            size += payload.length;
        }
        return size;
    }
}
