package dev.shorthand.codec.msgpack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants as extensions of type -1, in three lengths (MessagePack specification, "Timestamp extension type"). */
final class Timestamp {
    private static final int NANOS = 999_999_999;

    // The middle form has 34 bits for the seconds below 30 bits for the nanoseconds.
    private static final int SECOND_BITS = 34;
    private static final long SECONDS = (1L << SECOND_BITS) - 1;

    private Timestamp() {}

    /** Returns the length of the shortest form. */
    static int length(Instant instant) {
        long seconds = instant.getEpochSecond();
        if ((seconds & ~SECONDS) != 0) {
            return 12;
        }
        return instant.getNano() == 0 && seconds <= 0xffff_ffffL ? 4 : 8;
    }

    /** Puts the form of that length into an array with room for it. */
    static void write(Instant instant, int length, byte[] target, int at) {
        long seconds = instant.getEpochSecond();
        int nanos = instant.getNano();
        switch (length) {
            case 4 -> Bytes.putInt(target, at, (int) seconds);
            case 8 -> Bytes.putLong(target, at, (long) nanos << SECOND_BITS | seconds);
            default -> {
                Bytes.putInt(target, at, nanos);
                Bytes.putLong(target, at + 4, seconds);
            }
        }
    }

    /** Returns the instant, or null if the bytes are of no form, or stand for none. */
    static @Nullable Instant read(byte[] bytes, int at, int length) {
        switch (length) {
            case 4 -> {
                return Instant.ofEpochSecond(Integer.toUnsignedLong(Bytes.getInt(bytes, at)));
            }
            case 8 -> {
                long both = Bytes.getLong(bytes, at);
                return of(both & SECONDS, both >>> SECOND_BITS);
            }
            case 12 -> {
                return of(Bytes.getLong(bytes, at + 4), Integer.toUnsignedLong(Bytes.getInt(bytes, at)));
            }
            default -> {
                return null;
            }
        }
    }

    private static @Nullable Instant of(long seconds, long nanos) {
        boolean inRange = seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
        return inRange && nanos <= NANOS ? Instant.ofEpochSecond(seconds, nanos) : null;
    }
}
