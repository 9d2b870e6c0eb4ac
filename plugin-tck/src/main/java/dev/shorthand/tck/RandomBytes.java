package dev.shorthand.tck;

import java.util.Random;

/** Bytes to send, the same for the same seed. */
final class RandomBytes {
    private RandomBytes() {}

    static byte[] of(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
