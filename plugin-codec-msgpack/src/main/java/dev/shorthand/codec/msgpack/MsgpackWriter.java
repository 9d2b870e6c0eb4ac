package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.OutputBuffer;
import dev.shorthand.kernel.spi.ValueWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * Writes values in their shortest form, straight into an {@link OutputBuffer}, and allocates nothing. Confined to the encoder's
 * thread.
 */
final class MsgpackWriter implements ValueWriter {
    // Longest first byte and what it announces: an extension of 32 bits' length and its type.
    private static final int LONGEST_HEADER = 6;

    private static final int FIXSTR_MOST = 31;
    private static final int FIX_MOST = 15;

    // Up to so many chars one pass that also looks for what is not ASCII is faster than two by the JDK's intrinsics.
    private static final int SHORT_TEXT = 16;

    private final boolean integerKeys;
    private OutputBuffer out = new OutputBuffer(1);

    MsgpackWriter(boolean integerKeys) {
        this.integerKeys = integerKeys;
    }

    /** Begins a message, whatever became of the one before. */
    void begin(OutputBuffer target) {
        if (out != target) {
            out = target;
        }
    }

    @Override
    public void writeNull() {
        out.write(Format.NIL);
    }

    @Override
    public void writeBoolean(boolean value) {
        out.write(value ? Format.TRUE : Format.FALSE);
    }

    @Override
    public void writeLong(long value) {
        if (value >= -32 && value < 128) {
            out.write((int) value);
        } else if (value >= 0) {
            writeUnsigned(value);
        } else {
            writeNegative(value);
        }
    }

    private void writeUnsigned(long value) {
        if (value <= 0xff) {
            put8(Format.UINT8, (int) value);
        } else if (value <= 0xffff) {
            put16(Format.UINT16, (int) value);
        } else if (value <= 0xffff_ffffL) {
            put32(Format.UINT32, (int) value);
        } else {
            put64(Format.UINT64, value);
        }
    }

    private void writeNegative(long value) {
        if (value >= Byte.MIN_VALUE) {
            put8(Format.INT8, (int) value);
        } else if (value >= Short.MIN_VALUE) {
            put16(Format.INT16, (int) value);
        } else if (value >= Integer.MIN_VALUE) {
            put32(Format.INT32, (int) value);
        } else {
            put64(Format.INT64, value);
        }
    }

    private void put8(int first, int value) {
        out.reserve(2);
        byte[] target = out.array();
        target[out.size()] = (byte) first;
        target[out.size() + 1] = (byte) value;
        out.advance(2);
    }

    private void put16(int first, int value) {
        out.reserve(3);
        out.array()[out.size()] = (byte) first;
        Bytes.putShort(out.array(), out.size() + 1, value);
        out.advance(3);
    }

    private void put32(int first, int value) {
        out.reserve(5);
        out.array()[out.size()] = (byte) first;
        Bytes.putInt(out.array(), out.size() + 1, value);
        out.advance(5);
    }

    private void put64(int first, long value) {
        out.reserve(9);
        out.array()[out.size()] = (byte) first;
        Bytes.putLong(out.array(), out.size() + 1, value);
        out.advance(9);
    }

    /** Writes a double whole: another peer may read a float32 as one of fewer digits. */
    @Override
    public void writeDouble(double value) {
        put64(Format.FLOAT64, Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeBigInteger(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new EncodeException("an integer of " + value.bitLength()
                    + " bits; MessagePack has those from -2^63 to 2^64-1, so send a text or bytes");
        }
        put64(Format.UINT64, value.longValue());
    }

    /** Writes a decimal number as the double that has the same digits. */
    @Override
    public void writeBigDecimal(BigDecimal value) {
        double nearest = value.doubleValue();
        if (Double.isInfinite(nearest) || BigDecimal.valueOf(nearest).compareTo(value) != 0) {
            throw new EncodeException("the decimal number has " + value.precision()
                    + " digits, and MessagePack only doubles; send a text, or round it");
        }
        writeDouble(nearest);
    }

    @Override
    public void writeString(String value) {
        int length = value.length();
        if (length <= SHORT_TEXT ? !putShort(value, length) : !Utf8.isAscii(value)) {
            putWide(value);
        } else if (length > SHORT_TEXT) {
            header(length, Format.FIXSTR, FIXSTR_MOST, Format.STR8);
            out.writeAscii(value);
        }
    }

    /** Writes a short text of ASCII; returns false, and writes nothing, if it is of other characters. */
    private boolean putShort(String text, int length) {
        out.reserve(1 + SHORT_TEXT);
        byte[] target = out.array();
        int start = out.size();
        target[start] = (byte) (Format.FIXSTR | length);
        int bits = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bits |= c;
            target[start + 1 + i] = (byte) c;
        }
        if (bits >= 0x80) {
            return false;
        }
        out.advance(1 + length);
        return true;
    }

    private void putWide(String text) {
        long length = Utf8.length(text);
        if (length < 0) {
            throw new EncodeException("the text \"" + Quoted.shorten(text)
                    + "\" has half of a surrogate pair, which is no character; send a text without it, or bytes");
        }
        if (length > Integer.MAX_VALUE - LONGEST_HEADER) {
            throw new EncodeException("a text of " + length + " bytes; send it in parts");
        }
        header((int) length, Format.FIXSTR, FIXSTR_MOST, Format.STR8);
        out.reserve((int) length);
        Utf8.encode(text, out.array(), out.size());
        out.advance((int) length);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) {
        header(length, 0, -1, Format.BIN8);
        out.write(bytes, offset, length);
    }

    @Override
    public void beginList(int size) {
        wideHeader(size, Format.FIXARRAY, Format.ARRAY16);
    }

    /** Writes nothing: the list has said how long it is. */
    @Override
    public void endList() {}

    @Override
    public void beginMap(int size) {
        wideHeader(size, Format.FIXMAP, Format.MAP16);
    }

    @Override
    public void writeName(String name) {
        writeString(name);
    }

    /** Writes an integer as it is, where that is asked for. */
    @Override
    public boolean writeKey(Number key) {
        if (!integerKeys) {
            return false;
        }
        if (key instanceof BigInteger number && number.bitLength() >= Long.SIZE) {
            writeBigInteger(number);
        } else if (key instanceof Long
                || key instanceof Integer
                || key instanceof Short
                || key instanceof Byte
                || key instanceof BigInteger) {
            writeLong(key.longValue());
        } else {
            return false;
        }
        return true;
    }

    /** Writes nothing: the map has said how long it is. */
    @Override
    public void endMap() {}

    /** Writes an {@link Instant} as a timestamp, and an {@link Extension}. */
    @Override
    public boolean writeObject(Object value) {
        if (value instanceof Instant instant) {
            int length = Timestamp.length(instant);
            extensionHeader(Format.TIMESTAMP, length);
            out.reserve(length);
            Timestamp.write(instant, length, out.array(), out.size());
            out.advance(length);
            return true;
        }
        if (value instanceof Extension extension) {
            byte[] data = extension.shared();
            extensionHeader(extension.type(), data.length);
            out.write(data, 0, data.length);
            return true;
        }
        return false;
    }

    private void extensionHeader(int type, int length) {
        boolean fixed = length > 0 && length <= 16 && Integer.bitCount(length) == 1;
        if (fixed) {
            out.write(Format.FIXEXT1 + Integer.numberOfTrailingZeros(length));
        } else {
            header(length, 0, -1, Format.EXT8);
        }
        out.write(type);
    }

    /** Writes a length in the first byte itself up to {@code most}, else in the 8, 16 or 32 bits behind the byte given for 8 and its successors. */
    private void header(int length, int fixed, int most, int first8) {
        if (length <= most) {
            out.write(fixed | length);
        } else if (length <= 0xff) {
            put8(first8, length);
        } else if (length <= 0xffff) {
            put16(first8 + 1, length);
        } else {
            put32(first8 + 2, length);
        }
    }

    private void wideHeader(int size, int fixed, int first16) {
        if (size <= FIX_MOST) {
            out.write(fixed | size);
        } else if (size <= 0xffff) {
            put16(first16, size);
        } else {
            put32(first16 + 1, size);
        }
    }
}
