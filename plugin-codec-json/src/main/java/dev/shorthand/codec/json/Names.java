package dev.shorthand.codec.json;

import java.nio.charset.StandardCharsets;

/**
 * The name of the member that is being read, and which one is expected after it.
 *
 * <p>Members mostly come in the order in which they came before, so each name remembers which one followed it. Where that comes
 * again, its bytes are compared, and it is neither searched for its end nor checked nor looked up. Confined to the decoder's
 * thread.
 */
final class Names extends TextCache {
    // Instead of a slot of the cache: a name that nobody has asked for yet, and one that the cache does not keep.
    private static final int UNREAD = -1;
    private static final int UNKEPT = -2;

    // As slots of the cache; what stands there may have changed, and is compared.
    private final byte[] followers = new byte[SLOTS];
    private int last;
    private int present = UNREAD;

    // The present name where the cache does not keep it: it is long, or written with escapes.
    private String unkept = "";

    // Whether there is one: asked after every message, where to look into the text takes longer.
    private boolean hasUnkept;

    /**
     * Reads from behind the opening quote the name that is expected, with its closing quote and colon.
     *
     * @return the place behind them, or -1 if another name stands there, which the token is to read
     */
    int pass(byte[] buffer, int from, int limit) {
        int slot = followers[last] & 0xff;
        int after = endOfName(slot, buffer, from, limit);
        if (after < 0) {
            present = UNREAD;
        } else {
            present = slot;
            last = slot;
        }
        return after;
    }

    /** Expects the name that came after that text the last time. */
    void begin(int slot) {
        last = slot;
    }

    /** Makes the name that the token is, which it soon is no more. */
    void read(TextToken token, byte[] buffer) {
        int slot = token.slot(buffer);
        if (slot < 0) {
            present = UNKEPT;
            unkept = token.text(buffer);
            hasUnkept = true;
        } else {
            followers[last] = (byte) slot;
            last = slot;
            present = slot;
        }
    }

    /** Lets go of a name that the cache does not keep. */
    void end() {
        if (hasUnkept) {
            hasUnkept = false;
            present = UNREAD;
            unkept = "";
        }
    }

    /** Returns the present name, the same object for the same text where it comes again and again. */
    String text(TextToken token, byte[] buffer) {
        if (present == UNREAD) {
            read(token, buffer);
        }
        return present == UNKEPT ? unkept : text(present);
    }

    /** Returns the present name as one number, see {@link #pack}. */
    long packed(TextToken token, byte[] buffer) {
        if (present == UNREAD) {
            read(token, buffer);
        }
        return present == UNKEPT ? pack(unkept) : head(present);
    }

    /**
     * Returns up to seven bytes of UTF-8 and the quote behind them as one number, the first as its lowest byte; 0 for longer text, and for one with a quote
     * in it, which only an escape makes.
     */
    static long pack(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length >= Long.BYTES || text.indexOf('"') >= 0
                ? 0
                : ended(head(bytes, 0, bytes.length), bytes.length);
    }
}
