package dev.shorthand.transport.zmq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the frames of one ZeroMQ message are for.
 *
 * <p>A message is {@code routing…, [empty delimiter], payload}, as REQ and DEALER sockets, and the devices between, make it (ZeroMQ's RFC 28, "REQ-REP", and tinyrpc:
 * all frames but the last are given back as they came). Two forms are Shorthand's own, so that what belongs together is not separated by devices:
 *
 * <ul>
 *   <li>{@code routing…, empty, "rpc.secinfo", header, payload}: a payload with its security header;
 *   <li>{@code routing…, [empty], "rpc.bye", empty}: a server closes the connection to this client, which has one of its own.
 * </ul>
 *
 * <p>Immutable; the arrays belong to it.
 */
record Envelope(List<byte[]> context, List<byte[]> payloads, boolean bye) {
    static final byte[] EMPTY = {};
    static final byte[] SECINFO = "rpc.secinfo".getBytes(StandardCharsets.US_ASCII);
    static final byte[] BYE = "rpc.bye".getBytes(StandardCharsets.US_ASCII);

    /** Sorts the frames of a message that arrived. */
    static Envelope of(List<byte[]> frames) {
        int last = frames.size() - 1;
        if (last >= 3 && Arrays.equals(frames.get(last - 2), SECINFO) && frames.get(last - 3).length == 0) {
            return new Envelope(frames.subList(0, last - 2), frames.subList(last - 1, last + 1), false);
        }
        if (last >= 1 && frames.get(last).length == 0 && Arrays.equals(frames.get(last - 1), BYE)) {
            return new Envelope(frames.subList(0, last - 1), List.of(), true);
        }
        byte[] payload = frames.get(last);
        // An empty one says only that a notification has arrived.
        return new Envelope(frames.subList(0, last), payload.length == 0 ? List.of() : List.of(payload), false);
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
