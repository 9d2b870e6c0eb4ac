package dev.shorthand.codec.msgpack;

/**
 * Finds the end of values without reading them, each byte looked at once, however they arrive.
 *
 * <p>What an array or a map holds is added to the values that are to come, so that one number stands for any depth: there
 * is no stack to grow. Confined to one thread.
 */
final class ValueScanner {
    /** Returned for a byte that begins no value. */
    static final long INVALID = -1;

    // What a first byte announces: up to BODY, so many bytes after it; else a length of so many bytes, and what it
    // counts.
    private static final int BODY = 0x1f;
    private static final int COUNTS_BYTES = 0x20;
    private static final int COUNTS_EXTENSION = 0x40;
    private static final int COUNTS_VALUES = 0x60;
    private static final int COUNTS_PAIRS = 0x80;
    private static final int NOTHING = 0xff;
    private static final int[] ANNOUNCED = announced();

    private long values;
    private int announced;
    private int lengthBytes;
    private long length;

    /** Begins before so many values, whatever became of those before. */
    void begin(long count) {
        values = count;
        lengthBytes = 0;
    }

    /** Returns how many values are still to come at the least, each of a byte or more. */
    long missing() {
        return values + lengthBytes;
    }

    /**
     * Goes on from where it left off.
     *
     * @return where the next byte to be looked at stands; past {@code limit} if bytes before it have not arrived, or {@link
     *         #INVALID}. The values end there if none is {@link #missing}
     */
    long scan(byte[] buffer, long from, int limit) {
        long at = from;
        while (at < limit && (values | lengthBytes) != 0) {
            int b = buffer[(int) at++] & 0xff;
            if (lengthBytes > 0) {
                length = length << 8 | b;
                lengthBytes--;
                if (lengthBytes == 0) {
                    at += counted();
                }
                continue;
            }
            int what = ANNOUNCED[b];
            if (what == NOTHING) {
                return INVALID;
            }
            values--;
            if (what <= BODY) {
                at += what;
            } else if (b < Format.FIXSTR) {
                values += b < Format.FIXARRAY ? 2 * (b & 0xf) : b & 0xf;
            } else {
                announced = what;
                lengthBytes = what & BODY;
                length = 0;
            }
        }
        return at;
    }

    /** Takes the length that is whole now; returns how many bytes of a body follow. */
    private long counted() {
        switch (announced & ~BODY) {
            case COUNTS_BYTES -> {
                return length;
            }
            case COUNTS_EXTENSION -> {
                // And its type.
                return length + 1;
            }
            case COUNTS_VALUES -> values += length;
            default -> values += 2 * length;
        }
        return 0;
    }

    private static int[] announced() {
        int[] announced = new int[256];
        for (int b = Format.FIXMAP; b < Format.FIXSTR; b++) {
            announced[b] = COUNTS_VALUES;
        }
        for (int b = Format.FIXSTR; b < Format.NIL; b++) {
            announced[b] = b & BODY;
        }
        announced[Format.NEVER_USED] = NOTHING;
        for (int i = 0; i < 3; i++) {
            announced[Format.BIN8 + i] = COUNTS_BYTES | 1 << i;
            announced[Format.EXT8 + i] = COUNTS_EXTENSION | 1 << i;
            announced[Format.STR8 + i] = COUNTS_BYTES | 1 << i;
        }
        announced[Format.FLOAT32] = Float.BYTES;
        announced[Format.FLOAT64] = Double.BYTES;
        for (int i = 0; i < 4; i++) {
            announced[Format.UINT8 + i] = 1 << i;
            announced[Format.INT8 + i] = 1 << i;
        }
        for (int i = 0; i < 5; i++) {
            announced[Format.FIXEXT1 + i] = 1 + (1 << i);
        }
        for (int i = 0; i < 2; i++) {
            announced[Format.ARRAY16 + i] = COUNTS_VALUES | 2 << i;
            announced[Format.MAP16 + i] = COUNTS_PAIRS | 2 << i;
        }
        return announced;
    }
}
