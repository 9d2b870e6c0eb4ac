package dev.shorthand.transport.zmq;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a ROUTER, by the frames that lead to them.
 *
 * <p>A peer of its own connection has one such frame, its identity, and stays until jeromq tells that its connection has ended. Of one behind a device, or
 * of a REQ socket that numbers its requests (ZMQ_REQ_CORRELATE), nothing tells the end: it is forgotten when nothing has come from it for a while, and the
 * one that was quiet for longest when there are too many. Confined to the thread that drives the socket.
 */
final class RouterPeers {
    private static final Pattern READABLE = Pattern.compile("(?!0x)[A-Za-z0-9._@-]+");
    private static final int LONGEST_NAME = 64;

    private final int most;
    private final Patience patience;
    private final Map<ByteBuffer, Entry> direct = new HashMap<>();

    // The one that was quiet for longest comes first.
    private final Map<ByteBuffer, Entry> relayed = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ZmqLink, ByteBuffer> keys = new HashMap<>();

    // When the quiet ones were looked for last.
    private long lookedNanos = System.nanoTime();

    private static final class Entry {
        final ZmqLink link;
        final byte[] first;
        long heardNanos;

        Entry(ZmqLink link, byte[] first, long heardNanos) {
            this.link = link;
            this.first = first;
            this.heardNanos = heardNanos;
        }
    }

    RouterPeers(int most, Patience patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Returns what is equal for the same frames alone: no two ways of cutting the same bytes are. */
    static ByteBuffer keyOf(List<byte[]> routing) {
        if (routing.size() == 1) {
            return ByteBuffer.wrap(routing.get(0));
        }
        int size = 0;
        for (byte[] frame : routing) {
            size += Integer.BYTES + frame.length;
        }
        ByteBuffer key = ByteBuffer.allocate(size);
        for (byte[] frame : routing) {
            key.putInt(frame.length).put(frame);
        }
        return key.flip();
    }

    /** Returns the frames as text: as it is where an application has chosen it so, or else in hexadecimal. */
    static String nameOf(List<byte[]> routing) {
        StringBuilder name = new StringBuilder();
        for (byte[] frame : routing) {
            name.append(name.length() == 0 ? "" : "/").append(textOf(frame));
        }
        return name.toString();
    }

    private static String textOf(byte[] frame) {
        String text = new String(frame, StandardCharsets.ISO_8859_1);
        if (frame.length <= LONGEST_NAME && READABLE.matcher(text).matches()) {
            return text;
        }
        return "0x" + HexFormat.of().formatHex(frame);
    }

    @Nullable
    ZmqLink get(ByteBuffer key, long nowNanos) {
        Entry entry = direct.get(key);
        if (entry == null) {
            entry = relayed.get(key);
        }
        if (entry == null) {
            return null;
        }
        entry.heardNanos = nowNanos;
        return entry.link;
    }

    void put(ByteBuffer key, List<byte[]> routing, ZmqLink link, long nowNanos) {
        Entry entry = new Entry(link, routing.get(0), nowNanos);
        (routing.size() == 1 ? direct : relayed).put(key, entry);
        keys.put(link, key);
    }

    boolean has(ZmqLink link) {
        return keys.containsKey(link);
    }

    boolean remove(ZmqLink link) {
        ByteBuffer key = keys.remove(link);
        if (key == null) {
            return false;
        }
        Entry entry = direct.get(key);
        if (entry != null && entry.link.equals(link)) {
            direct.remove(key);
        } else {
            relayed.remove(key);
        }
        return true;
    }

    /** Returns who came over the connection of an identity: the peer itself, or those behind it. */
    List<ZmqLink> behind(byte[] identity) {
        List<ZmqLink> found = new ArrayList<>();
        Entry itself = direct.get(ByteBuffer.wrap(identity));
        if (itself != null) {
            found.add(itself.link);
        }
        for (Entry entry : relayed.values()) {
            if (Arrays.equals(entry.first, identity)) {
                found.add(entry.link);
            }
        }
        return found;
    }

    /** Returns whom to forget so that there is room for another one, if that is needed and anyone can be forgotten. */
    @Nullable
    ZmqLink leastRecent() {
        return keys.size() < most || relayed.isEmpty()
                ? null
                : relayed.values().iterator().next().link;
    }

    /** Returns those behind devices of whom nothing was heard for too long. */
    List<ZmqLink> idle(long nowNanos) {
        if (relayed.isEmpty()) {
            return List.of();
        }
        List<ZmqLink> found = new ArrayList<>();
        for (Entry entry : relayed.values()) {
            if (nowNanos - entry.heardNanos < patience.idleTimeout().toNanos()) {
                break;
            }
            found.add(entry.link);
        }
        return found;
    }

    /** Returns those with a connection of their own over which nothing came or went for too long; looked for a few times in that time. */
    List<ZmqLink> quiet(long nowNanos) {
        long idle = patience.idle().toNanos();
        if (idle == 0 || nowNanos - lookedNanos < TimeUnit.MILLISECONDS.toNanos(lookEveryMillis(patience.idle()))) {
            return List.of();
        }
        lookedNanos = nowNanos;
        List<ZmqLink> found = new ArrayList<>();
        for (Entry entry : direct.values()) {
            if (nowNanos - entry.heardNanos >= idle && nowNanos - entry.link.sentNanos() >= idle) {
                found.add(entry.link);
            }
        }
        return found;
    }

    /** Returns when to look for one of them at the latest, in milliseconds; 0 for never. */
    long patienceMillis() {
        long millis = relayed.isEmpty() ? 0 : lookEveryMillis(patience.idleTimeout());
        if (direct.isEmpty() || patience.idle().isZero()) {
            return millis;
        }
        long more = lookEveryMillis(patience.idle());
        return millis == 0 ? more : Math.min(millis, more);
    }

    private static long lookEveryMillis(Duration idle) {
        return Math.max(1, Math.min(1_000, idle.toMillis() / 4));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    List<ZmqLink> all() {
        return List.copyOf(keys.keySet());
    }
}
