package dev.shorthand.codec.msgpack;

import dev.shorthand.kernel.Quoted;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A value of a type that applications agree on among themselves (MessagePack specification, "Extension types").
 *
 * <p>It comes as a plain value, so that a handler finds it in its params, and a parameter of type {@code Object} takes it; it goes back as it came. The
 * specification's own timestamp is a {@link java.time.Instant}, and never one of these.
 *
 * <p>Immutable.
 */
public final class Extension {
    private static final int SHOWN = 16;

    private final byte type;
    private final byte[] data;

    private Extension(byte type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    /**
     * Makes one.
     *
     * @param type from 0 to 127 what applications agree on, from -128 to -2 what the specification keeps for itself
     * @param data its bytes, copied; may be empty
     * @return the value
     * @throws IllegalArgumentException if the type is -1, which is that of timestamps, or out of range
     */
    public static Extension of(int type, byte[] data) {
        if (type < Byte.MIN_VALUE || type > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("the type of an extension is " + type + "; give a number from 0 to 127");
        }
        if (type == Format.TIMESTAMP) {
            throw new IllegalArgumentException("the type -1 is that of timestamps; give an Instant instead");
        }
        return new Extension((byte) type, data.clone());
    }

    /**
     * Returns what the bytes are.
     *
     * @return from -128 to 127
     */
    public int type() {
        return type;
    }

    /**
     * Returns the bytes.
     *
     * @return a copy
     */
    public byte[] data() {
        return data.clone();
    }

    /** Returns the bytes themselves, for who only reads them. */
    byte[] shared() {
        return data;
    }

    /** Compares the type and the bytes. */
    @Override
    public boolean equals(@Nullable Object that) {
        return that instanceof Extension other && type == other.type && Arrays.equals(data, other.data);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(data);
    }

    /** Returns for example {@code Extension 5, 2 bytes 0x0a0b}. */
    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(data, 0, Math.min(data.length, SHOWN));
        return Quoted.shorten(
                "Extension " + type + ", " + data.length + " bytes 0x" + hex + (data.length > SHOWN ? "…" : ""));
    }
}
