package dev.shorthand.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The methods that a peer calls again and again, each with what most peers write around it: {@code ,"method":"echo","params":}.
 *
 * <p>So a request is known up to its params by one comparison. A table of fixed size where a method drives out the one before it, as in {@link
 * TextCache}. Confined to the decoder's thread.
 */
final class Methods {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] BEFORE = ",\"method\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEHIND = "\",\"params\":".getBytes(StandardCharsets.US_ASCII);
    private static final long BEHIND_HEAD = TextCache.head(BEHIND, 0, BEHIND.length);
    private static final byte[] NOTHING = {};

    /** Fewer bytes are none of them. */
    static final int LEAST = BEFORE.length + BEHIND.length;

    private static final int SLOTS_LOG = 6;
    private static final int SLOTS = 1 << SLOTS_LOG;

    private final byte[][] wholes = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];
    private final byte[] names = new byte[SLOTS];

    Methods() {
        Arrays.fill(wholes, NOTHING);
        Arrays.fill(texts, "");
    }

    /**
     * Keeps a method whose name stands in the buffer without escapes, and is not blank.
     *
     * @param text what it says
     * @param name the slot of {@link Names} that has it
     */
    void keep(String text, byte[] buffer, int start, int end, int name) {
        int length = end - start;
        long head = TextCache.head(buffer, start, length);
        int slot = slot(length >= Long.BYTES ? head : head | BEHIND_HEAD << (Byte.SIZE * length));
        if (texts[slot].equals(text)) {
            return;
        }
        byte[] whole = Arrays.copyOf(BEFORE, LEAST + length);
        System.arraycopy(buffer, start, whole, BEFORE.length, length);
        System.arraycopy(BEHIND, 0, whole, BEFORE.length + length, BEHIND.length);
        wholes[slot] = whole;
        // The very string by which the method is served, mostly: whoever looks it up need not compare them. The JVM
        // lets go of those that nobody has any more.
        texts[slot] = text.intern();
        names[slot] = (byte) name;
    }

    /** Returns where the method is kept that stands there with all around it, or -1; {@link #LEAST} bytes must be there. */
    int find(byte[] buffer, int from, int limit) {
        int slot = slot((long) LONGS.get(buffer, from + BEFORE.length));
        byte[] whole = wholes[slot];
        return whole.length < LEAST || whole.length >= limit - from || !isSame(whole, buffer, from) ? -1 : slot;
    }

    // By the first bytes of the name, and of what is behind a shorter one.
    private static int slot(long head) {
        return (int) ((head * TextCache.MIX) >>> (Long.SIZE - SLOTS_LOG));
    }

    private static boolean isSame(byte[] whole, byte[] buffer, int from) {
        int last = whole.length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(whole, i) != (long) LONGS.get(buffer, from + i)) {
                return false;
            }
        }
        return (long) LONGS.get(whole, last) == (long) LONGS.get(buffer, from + last);
    }

    /** Returns what the method says that is kept there. */
    String text(int slot) {
        return texts[slot];
    }

    /** Returns how many bytes it takes with all around it. */
    int length(int slot) {
        return wholes[slot].length;
    }

    /** Returns the slot of {@link Names} that it was kept with, where another name may be by now. */
    int name(int slot) {
        return names[slot] & 0xff;
    }
}
