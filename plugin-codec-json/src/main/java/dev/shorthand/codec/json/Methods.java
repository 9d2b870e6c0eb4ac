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
    private static final byte[] NOTHING = {};

    /** Fewer bytes are none of them. */
    static final int LEAST = BEFORE.length + BEHIND.length;

    private static final int SLOTS_LOG = 6;
    private static final int SLOTS = 1 << SLOTS_LOG;

    // As TextCache has it.
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final byte[][] wholes = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];
    private final byte[] names = new byte[SLOTS];

    // Which one was kept last: a peer that writes its requests in another way has each of them kept.
    private String last = "";

    Methods() {
        Arrays.fill(wholes, NOTHING);
        Arrays.fill(texts, "");
    }

    /**
     * Keeps a method.
     *
     * @param text what it says, which is written without escapes, and not blank
     * @param name the slot of {@link Names} that has it
     */
    void keep(String text, int name) {
        if (text.equals(last)) {
            return;
        }
        last = text;
        byte[] method = text.getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(BEFORE, LEAST + method.length);
        System.arraycopy(method, 0, whole, BEFORE.length, method.length);
        System.arraycopy(BEHIND, 0, whole, BEFORE.length + method.length, BEHIND.length);
        int slot = slot(whole, 0);
        wholes[slot] = whole;
        // The very string by which the method is served, mostly: whoever looks it up need not compare them.
        texts[slot] = text.intern();
        names[slot] = (byte) name;
    }

    /** Returns where the method is kept that stands there with all around it, or -1; {@link #LEAST} bytes must be there. */
    int find(byte[] buffer, int from, int limit) {
        int slot = slot(buffer, from);
        byte[] whole = wholes[slot];
        return whole.length < LEAST || whole.length >= limit - from || !isSame(whole, buffer, from) ? -1 : slot;
    }

    // By the first bytes of the name, and of what is behind a shorter one.
    private static int slot(byte[] bytes, int from) {
        return (int) (((long) LONGS.get(bytes, from + BEFORE.length) * MIX) >>> (Long.SIZE - SLOTS_LOG));
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
