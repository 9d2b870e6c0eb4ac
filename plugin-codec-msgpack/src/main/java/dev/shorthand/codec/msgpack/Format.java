package dev.shorthand.codec.msgpack;

/**
 * The first bytes of values, and what they announce (MessagePack specification, "Formats").
 *
 * <p>Those that hold a small value themselves are told by their range; all others are these.
 */
final class Format {
    /** Up to 15 pairs, in the lower bits. */
    static final int FIXMAP = 0x80;
    /** Up to 15 elements, in the lower bits. */
    static final int FIXARRAY = 0x90;

    /** What the lower bits hold at most. */
    static final int MOST_FIXARRAY = 0xf;
    /** Up to 31 bytes, in the lower bits. */
    static final int FIXSTR = 0xa0;

    /** What the lower bits hold at most. */
    static final int MOST_FIXSTR = 0x1f;

    static final int NIL = 0xc0;
    /** The one byte that begins nothing. */
    static final int NEVER_USED = 0xc1;

    static final int FALSE = 0xc2;
    static final int TRUE = 0xc3;
    static final int BIN8 = 0xc4;
    static final int BIN16 = 0xc5;
    static final int BIN32 = 0xc6;
    static final int EXT8 = 0xc7;
    static final int EXT16 = 0xc8;
    static final int EXT32 = 0xc9;
    static final int FLOAT32 = 0xca;
    static final int FLOAT64 = 0xcb;
    static final int UINT8 = 0xcc;
    static final int UINT16 = 0xcd;
    static final int UINT32 = 0xce;
    static final int UINT64 = 0xcf;
    static final int INT8 = 0xd0;
    static final int INT16 = 0xd1;
    static final int INT32 = 0xd2;
    static final int INT64 = 0xd3;
    static final int FIXEXT1 = 0xd4;
    static final int FIXEXT2 = 0xd5;
    static final int FIXEXT4 = 0xd6;
    static final int FIXEXT8 = 0xd7;
    static final int FIXEXT16 = 0xd8;
    static final int STR8 = 0xd9;
    static final int STR16 = 0xda;
    static final int STR32 = 0xdb;
    static final int ARRAY16 = 0xdc;
    static final int ARRAY32 = 0xdd;
    static final int MAP16 = 0xde;
    static final int MAP32 = 0xdf;

    /** The type of the extension that is a timestamp ("Timestamp extension type"). */
    static final int TIMESTAMP = -1;

    private Format() {}

    /** Returns whether an array begins with that byte. */
    static boolean isArray(int first) {
        return (first & 0xf0) == FIXARRAY || first == ARRAY16 || first == ARRAY32;
    }

    /** Returns whether a map begins with that byte. */
    static boolean isMap(int first) {
        return (first & 0xf0) == FIXMAP || first == MAP16 || first == MAP32;
    }
}
