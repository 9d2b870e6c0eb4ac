package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.spi.Token;
import dev.shorthand.kernel.spi.ValueReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a payload for whoever declares their types.
 *
 * <p>Nothing is made room for because it is announced: what an array or map announces is compared with the bytes that follow,
 * and texts and bytes are made of what is there. Confined to the decoder's thread; what it needs of memory is kept for the next payload.
 */
final class MsgpackReader implements ValueReader {
    private static final Token[] TOKENS = Token.values();
    private static final byte[] NOTHING = {};
    private static final int INITIAL_LEVELS = 16;
    private static final int MOST_KEPT = 64 << 10;

    // The lowest bit of a level says that it is a map; above it stands how many values are to come, those of a map
    // being its keys, too.
    private static final int MAP = 1;
    private static final int ONE = 2;

    // A name, with what else is compared together with it.
    private static final int LEAST_CALL = 1 + Long.BYTES;

    private static final int INTEGER = -1;
    private static final int UNSIGNED = -2;

    private final Faults faults;
    private final TextCache recurring;
    private final Methods methods = new Methods();
    private final int maxDepth;
    private final int maxString;
    private final ValueScanner scanner = new ValueScanner();

    private byte[] in = NOTHING;
    private int at;
    private int end;
    private int depth;

    // The innermost level, and those around it.
    private long level;
    private long[] levels = new long[INITIAL_LEVELS];

    // A number, as the token itself, stored into an object as old as this one, would cost a collector's barrier each
    // time.
    private int token;

    // The integer; or the bits of the double; or the type of the extension.
    private long number;

    // Where the text, the bytes or the extension's body stands; or of which kind the integer is that is a key.
    private int from;
    private int length;

    MsgpackReader(Faults faults, TextCache recurring, int maxDepth, int maxString) {
        this.faults = faults;
        this.recurring = recurring;
        this.maxDepth = maxDepth;
        this.maxString = maxString;
    }

    /** Stands before the one value of a payload. */
    void begin(byte[] payload, int offset, int count) {
        if (in != payload) {
            in = payload;
        }
        at = offset;
        end = offset + count;
        depth = 0;
        level = ONE;
    }

    /** Lets go of the payload; of a small buffer only when the next is another one. */
    void end() {
        if (in.length > MOST_KEPT) {
            in = NOTHING;
        }
    }

    /** Returns where the next byte stands, as an index into the array. */
    int position() {
        return at;
    }

    /** Returns how many bytes follow. */
    int rest() {
        return end - at;
    }

    /** Returns how many arrays and maps are open. */
    int depth() {
        return depth;
    }

    /** Returns how many values of the innermost array are to come. */
    long left() {
        return level >>> 1;
    }

    /** Returns whether the present string may be blank, which is asked of each method: most begin with a letter. */
    boolean isPerhapsBlank() {
        return length == 0 || in[from] <= ' ';
    }

    /** Returns whether a map comes next. */
    boolean isMapNext() {
        return at < end && Format.isMap(in[at] & 0xff);
    }

    /** Reads on to the end of the arrays and maps beyond so many, and finds what is broken in them. */
    void leave(int outer) {
        while (depth > outer) {
            next();
        }
    }

    @Override
    public Token token() {
        return TOKENS[token];
    }

    @SuppressWarnings("EnumOrdinal") // only to find it again in TOKENS
    private Token present(Token found) {
        token = found.ordinal();
        return found;
    }

    @Override
    public Token next() {
        long here = level;
        if (here < ONE) {
            if (depth == 0) {
                throw new IllegalStateException("read past the end of the value");
            }
            level = levels[--depth];
            return present(here == MAP ? Token.END_MAP : Token.END_LIST);
        }
        level = here - ONE;
        // A map has a key to come where the number of what is to come is even.
        return (here & (MAP | ONE)) == MAP ? name() : value();
    }

    /** Goes past the first two bytes of a payload if they are an array of so many values and the first of these; returns whether they are. */
    boolean passFirst(int size, int kind) {
        if (end - at <= size || in[at] != (byte) (Format.FIXARRAY | size) || in[at + 1] != kind) {
            return false;
        }
        at += 2;
        levels[0] = 0;
        depth = 1;
        level = (size - 1L) << 1;
        return true;
    }

    /**
     * Goes past the name of a method that {@link #keepMethod} was told of and past the header of an array of up to 15 params, and stands on that array.
     *
     * @return the method; or null, not having moved, where something else comes
     */
    @Nullable
    String passCall() {
        int name = at + 1;
        // So that a method is compared as numbers; a message that ends before is read as others are.
        if (end - at < LEAST_CALL || depth == maxDepth) {
            return null;
        }
        int bytes = in[at] - (byte) Format.FIXSTR;
        int params = name + bytes;
        if (bytes <= 0 || bytes > Format.MOST_FIXSTR || params >= end) {
            return null;
        }
        int count = in[params] - (byte) Format.FIXARRAY;
        if (count < 0 || count > Format.MOST_FIXARRAY || count >= end - params) {
            return null;
        }
        String method = methods.get(in, name, bytes);
        if (method != null) {
            at = params + 1;
            levels[depth++] = level - 2 * ONE;
            level = (long) count << 1;
            present(Token.LIST);
        }
        return method;
    }

    /** Has the present string known as the name of a method for {@link #passCall}. */
    void keepMethod(String method) {
        methods.keep(method, in, from, length);
    }

    private Token value() {
        if (at == end) {
            throw faults.truncated();
        }
        int b = in[at++];
        if (b >= -32) {
            number = b;
            return present(Token.LONG);
        }
        int first = b & 0xff;
        if (first >= Format.NIL) {
            return first == Format.TRUE
                    ? present(Token.TRUE)
                    : first == Format.FALSE ? present(Token.FALSE) : other(first);
        }
        if (first >= Format.FIXSTR) {
            return text(first & 0x1f);
        }
        return first >= Format.FIXARRAY ? list(first & 0xf) : map(first & 0xf);
    }

    // Not divided: so large that the compiler calls it, and has room left to inline next() wherever values are read.
    // With the frequent half of it inlined, too, decoding of a small request took a fifth longer.
    private Token other(int first) {
        return switch (first) {
            case Format.NIL -> present(Token.NULL);
            case Format.FALSE -> present(Token.FALSE);
            case Format.TRUE -> present(Token.TRUE);
            case Format.FLOAT64 -> {
                number = Bytes.getLong(in, take(Double.BYTES));
                yield present(Token.DOUBLE);
            }
            case Format.UINT8 -> integer(unsigned8());
            case Format.UINT16 -> integer(unsigned16());
            case Format.UINT32 -> integer(unsigned32());
            case Format.STR8 -> text(unsigned8());
            case Format.STR16 -> text(unsigned16());
            case Format.FLOAT32 -> {
                number = Double.doubleToRawLongBits(Float.intBitsToFloat(Bytes.getInt(in, take(Float.BYTES))));
                yield present(Token.DOUBLE);
            }
            case Format.UINT64 -> {
                number = Bytes.getLong(in, take(Long.BYTES));
                yield present(number < 0 ? Token.BIG_INTEGER : Token.LONG);
            }
            case Format.INT8 -> integer(in[take(Byte.BYTES)]);
            case Format.INT16 -> integer(Bytes.getShort(in, take(Short.BYTES)));
            case Format.INT32 -> integer(Bytes.getInt(in, take(Integer.BYTES)));
            case Format.INT64 -> integer(Bytes.getLong(in, take(Long.BYTES)));
            case Format.STR32 -> text(unsigned32());
            case Format.BIN8 -> bin(unsigned8());
            case Format.BIN16 -> bin(unsigned16());
            case Format.BIN32 -> bin(unsigned32());
            case Format.ARRAY16 -> list(unsigned16());
            case Format.ARRAY32 -> list(unsigned32());
            case Format.MAP16 -> map(unsigned16());
            case Format.MAP32 -> map(unsigned32());
            case Format.EXT8 -> extension(unsigned8());
            case Format.EXT16 -> extension(unsigned16());
            case Format.EXT32 -> extension(unsigned32());
            case Format.FIXEXT1, Format.FIXEXT2, Format.FIXEXT4, Format.FIXEXT8, Format.FIXEXT16 ->
                extension(1L << (first - Format.FIXEXT1));
            default -> throw faults.broken("0xc1, with which no value begins,", at - 1, "send MessagePack");
        };
    }

    private Token integer(long value) {
        number = value;
        return present(Token.LONG);
    }

    private Token text(long count) {
        body(count);
        checkLength();
        return present(Token.STRING);
    }

    private void checkLength() {
        if (length > maxString) {
            throw faults.stringTooLong(length, maxString, from);
        }
    }

    private Token bin(long count) {
        body(count);
        return present(Token.BYTES);
    }

    private Token extension(long count) {
        number = in[take(1)];
        body(count);
        if (number == Format.TIMESTAMP && Timestamp.read(in, from, length) == null) {
            throw faults.broken(
                    "a timestamp of " + length + " bytes that stands for no time",
                    from,
                    "send 4, 8 or 12 bytes, with nanoseconds up to 999,999,999, and within the years of an Instant");
        }
        return present(Token.OBJECT);
    }

    private Token list(long count) {
        enter(count, count << 1, "values");
        return present(Token.LIST);
    }

    private Token map(long count) {
        enter(2 * count, count << 2 | MAP, "keys and values");
        return present(Token.MAP);
    }

    private void enter(long count, long inner, String what) {
        if (count > end - at) {
            throw faults.tooMany(count, what, at);
        }
        if (depth == maxDepth) {
            throw faults.tooDeep(depth + 1);
        }
        if (depth == levels.length) {
            levels = Arrays.copyOf(levels, depth * 2);
        }
        levels[depth++] = level;
        level = inner;
    }

    /** Reads a key. Names are texts; bytes that are UTF-8 will do, as older libraries have no texts, and so will integers. */
    private Token name() {
        int keyAt = at;
        Token key = value();
        if (key != Token.STRING && key != Token.BYTES && key != Token.LONG && key != Token.BIG_INTEGER) {
            throw faults.broken("the key of a map is " + key.description(), keyAt, "send a string");
        }
        if (key == Token.BYTES) {
            checkLength();
        } else if (key != Token.STRING) {
            from = key == Token.LONG ? INTEGER : UNSIGNED;
        }
        return present(Token.NAME);
    }

    /** Goes past so many bytes, and returns where they begin. */
    private int take(int count) {
        int start = at;
        if (count > end - start) {
            throw faults.truncated();
        }
        at = start + count;
        return start;
    }

    private void body(long count) {
        if (count > end - at) {
            throw faults.tooMany(count, "bytes", at);
        }
        from = at;
        length = (int) count;
        at += length;
    }

    private int unsigned8() {
        return in[take(Byte.BYTES)] & 0xff;
    }

    private int unsigned16() {
        return Bytes.getShort(in, take(Short.BYTES)) & 0xffff;
    }

    private long unsigned32() {
        return Bytes.getInt(in, take(Integer.BYTES)) & 0xffff_ffffL;
    }

    @Override
    public long longValue() {
        return number;
    }

    @Override
    public double doubleValue() {
        return Double.longBitsToDouble(number);
    }

    @Override
    public BigInteger bigInteger() {
        BigInteger value = BigInteger.valueOf(number);
        return number < 0 ? value.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : value;
    }

    @Override
    public BigDecimal bigDecimal() {
        return BigDecimal.valueOf(doubleValue());
    }

    @Override
    public String string() {
        return token() == Token.NAME ? recurringString() : utf8(Utf8.decode(in, from, length));
    }

    /** Returns the present string or name, the same object for the same text where it comes again and again. */
    String recurringString() {
        return switch (from) {
            case INTEGER -> Long.toString(number);
            case UNSIGNED -> Long.toUnsignedString(number);
            default -> utf8(recurring.get(in, from, length));
        };
    }

    private String utf8(@Nullable String text) {
        if (text == null) {
            int fault = Utf8.firstFault(in, from, from + length);
            throw faults.broken(
                    String.format("a string that is not UTF-8: 0x%02x", in[fault]), fault, "send text in UTF-8");
        }
        return text;
    }

    @Override
    public byte[] bytes() {
        return Arrays.copyOfRange(in, from, from + length);
    }

    @Override
    public Object object() {
        if (number == Format.TIMESTAMP) {
            Instant instant = Timestamp.read(in, from, length);
            if (instant != null) {
                return instant;
            }
        }
        return Extension.of((int) number, bytes());
    }

    @Override
    public void skip() {
        Token skipped = token();
        if (skipped != Token.LIST && skipped != Token.MAP) {
            return;
        }
        scanner.begin(left());
        long behind = scanner.scan(in, at, end);
        if (behind == ValueScanner.INVALID) {
            // Read step by step, it says where.
            leave(depth - 1);
        }
        if (scanner.missing() > 0 || behind > end) {
            throw faults.truncated();
        }
        at = (int) behind;
        level = levels[--depth];
        present(skipped == Token.LIST ? Token.END_LIST : Token.END_MAP);
    }
}
