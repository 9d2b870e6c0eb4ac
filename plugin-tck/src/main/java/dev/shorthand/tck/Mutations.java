package dev.shorthand.tck;

import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Does to bytes what faulty programs, broken connections and attackers do. Confined to the test's thread. */
final class Mutations {
    // What begins, ends or separates something in texts; and in binary formats what begins something of a length that
    // follows, or nothing at all.
    private static final byte[] TELLING = concat(
            "{}[]()<>\"',:;=\\/\0 \t\r\ntfn0-+.eE".getBytes(StandardCharsets.US_ASCII),
            HexFormat.of().parseHex("7f8090a0c0c1c2c4c5c6c7c9cacbcfd3d4d8d9dadbdcdddedfe0edf4f5ff"));

    private static final int LONGEST = 4_000;

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Returns one of the originals with one to four things changed; never empty, and never long. */
    byte[] of(List<byte[]> originals) {
        byte[] bytes = originals.get(random.nextInt(originals.size()));
        for (int left = random.nextInt(4); left >= 0; left--) {
            bytes = changed(bytes, originals.get(random.nextInt(originals.size())));
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length);
        int some = 1 + random.nextInt(Math.min(bytes.length - at, 20));
        return switch (random.nextInt(7)) {
            case 0 -> replaced(bytes, at, 1, new byte[] {(byte) random.nextInt(256)}, 1);
            case 1 -> replaced(bytes, at, 1, telling(), 1);
            case 2 -> replaced(bytes, at, 0, telling(), 1 + random.nextInt(30));
            case 3 -> Arrays.copyOf(bytes, at + 1);
            case 4 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + some), 1 + random.nextInt(30));
            case 5 -> replaced(bytes, at, some, new byte[0], 1);
            default -> {
                int from = random.nextInt(other.length);
                int to = Math.min(other.length, from + 1 + random.nextInt(40));
                yield replaced(bytes, at, some, Arrays.copyOfRange(other, from, to), 1);
            }
        };
    }

    private byte[] telling() {
        return new byte[] {TELLING[random.nextInt(TELLING.length)]};
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by, int times) {
        OutputBuffer out = new OutputBuffer(bytes.length + by.length * times + 1);
        out.write(bytes, 0, at);
        for (int i = 0; i < times; i++) {
            out.write(by, 0, by.length);
        }
        out.write(bytes, at + length, bytes.length - at - length);
        if (out.size() == 0) {
            out.write(' ');
        }
        out.truncate(Math.min(out.size(), LONGEST));
        return out.toByteArray();
    }
}
