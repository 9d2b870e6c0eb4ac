package dev.shorthand.kernel.spi;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes on their way out: grows as needed, is emptied and used again.
 *
 * <p>An {@link OutputStream} that never fails, so that a library's generator can write to it. Confined to whoever
 * holds the connection's send lock.
 */
public final class OutputBuffer extends OutputStream {
    // A buffer over this size is given back once so many uses in a row have needed little of it. One that is needed
    // again and again stays, or it would
    // grow anew each time.
    private static final int KEPT = 1 << 20;
    private static final int LIGHT_USES = 16;

    private final int initial;
    private byte[] bytes;
    private int size;
    private int lightUses;

    /**
     * Makes an empty buffer.
     *
     * @param initial bytes held before the first growth, from 1 up
     */
    public OutputBuffer(int initial) {
        this.initial = initial;
        this.bytes = new byte[initial];
    }

    /**
     * Returns the array that the bytes stand in, from 0 to {@link #size()}; another one after any growth.
     *
     * @return the array itself, not a copy
     */
    public byte[] array() {
        return bytes;
    }

    /**
     * Returns how many bytes are held.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Drops what was written after {@code newSize}, for example a message that turned out not to be encodable.
     *
     * @param newSize from 0 to {@link #size()}
     */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    /** Empties the buffer; one over 1 MiB shrinks after a while in which it was not needed at that size. */
    public void clear() {
        lightUses = bytes.length > KEPT && size < bytes.length / 8 ? lightUses + 1 : 0;
        size = 0;
        if (lightUses == LIGHT_USES) {
            bytes = new byte[initial];
            lightUses = 0;
        }
    }

    /**
     * Makes room.
     *
     * @param more bytes about to be put directly into {@link #array()}
     */
    public void reserve(int more) {
        if (more > bytes.length - size) {
            grow(more);
        }
    }

    /**
     * Takes as written what was put into {@link #array()} after {@link #reserve}.
     *
     * @param more how many bytes
     */
    public void advance(int more) {
        size += more;
    }

    @Override
    public void write(int b) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /**
     * Appends ASCII text.
     *
     * @param ascii characters below 128
     */
    @SuppressWarnings("deprecation") // the one way to copy Latin-1 characters without an array between
    public void writeAscii(String ascii) {
        int length = ascii.length();
        reserve(length);
        ascii.getBytes(0, length, bytes, size);
        size += length;
    }

    /**
     * Moves what stands from {@code position} on, to make room for a header before it.
     *
     * @param position where the gap begins
     * @param length   the gap's length in bytes; what it holds afterwards is undefined
     */
    public void openGap(int position, int length) {
        reserve(length);
        System.arraycopy(bytes, position, bytes, position + length, size - position);
        size += length;
    }

    /**
     * Copies what is held.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    // Out of line, so that the writes above stay small enough to be inlined.
    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > Integer.MAX_VALUE - 16) {
            throw new OutOfMemoryError("a message over 2 GiB; send it in parts");
        }
        long doubled = Math.min(bytes.length * 2L, Integer.MAX_VALUE - 16L);
        bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
    }
}
