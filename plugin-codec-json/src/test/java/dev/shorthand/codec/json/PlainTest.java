package dev.shorthand.codec.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainTest {
    // What ends plain text, or is not ASCII, with a neighbour of each that is neither.
    private static final byte[] BYTES = {'"', '\\', 0, 0x1f, ' ', '!', '#', '[', ']', 0x7f, (byte) 0x80, (byte) 0xdc, -1
    };

    // Around the ends of words, of the least chunk with what is looked at before and left out behind, and of the
    // largest.
    private static final int[] SIZES = {0, 1, 7, 8, 15, 16, 17, 23, 31, 64, 191, 192, 193, 1023, 1088, 1089, 2200};

    @Test
    void findsWhatEndsTextWhereverItStands() {
        for (int size : SIZES) {
            byte[] buffer = new byte[size + 5];
            for (int at = 0; at < size; at++) {
                for (byte b : BYTES) {
                    Arrays.fill(buffer, (byte) 'x');
                    buffer[2 + at] = b;
                    check(buffer, 2 + at, 2, 2 + size);
                }
            }
        }
    }

    @Test
    void looksAtNothingBeforeOrBehindTheText() {
        for (int size : SIZES) {
            byte[] buffer = new byte[size + 5];
            Arrays.fill(buffer, (byte) '"');
            Arrays.fill(buffer, 2, 2 + size, (byte) 'x');
            check(buffer, -1, 2, 2 + size);
        }
    }

    private static void check(byte[] buffer, int at, int start, int limit) {
        boolean beyond = at >= 0 && buffer[at] < 0;
        boolean ends = at >= 0 && (buffer[at] == '"' || buffer[at] == '\\' || (buffer[at] >= 0 && buffer[at] < ' '));
        String what = "at " + at + " of " + (limit - start);
        assertEquals(ends ? at : limit, Plain.end(buffer, start, limit), what);
        assertEquals(ends || beyond ? at : limit, Plain.asciiEnd(buffer, start, limit), what);
        assertEquals(!ends, Plain.isWhole(buffer, start, limit), what);
    }
}
