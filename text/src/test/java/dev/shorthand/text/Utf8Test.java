package dev.shorthand.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    @Test
    void refusesExactlyWhatTheJdksDecoderRefuses() {
        // Tails and the beginnings of sequences come often, so that whole ones and cut ones do, too.
        byte[] likely = {0, 'a', 0x7f, (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0x9f, (byte) 0xa0, (byte) 0xbf};
        byte[] leads = {(byte) 0xc0, (byte) 0xc1, (byte) 0xc2, (byte) 0xdf, (byte) 0xe0, (byte) 0xed, (byte) 0xef};
        byte[] longs = {(byte) 0xf0, (byte) 0xf1, (byte) 0xf4, (byte) 0xf5, (byte) 0xf8, (byte) 0xfe, (byte) 0xff};
        byte[][] kinds = {likely, leads, likely, longs, likely};
        Random random = new Random(11);
        int good = 0;
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                byte[] kind = kinds[random.nextInt(kinds.length)];
                bytes[i] = kind[random.nextInt(kind.length)];
            }
            boolean isGood = isUtf8(bytes);
            good += isGood ? 1 : 0;
            assertThat(Utf8.firstFault(bytes, 0, bytes.length) == bytes.length)
                    .as("%s", ByteBuffer.wrap(bytes))
                    .isEqualTo(isGood);
        }
        assertThat(good).isBetween(10_000, 290_000);
    }

    @Test
    void saysWhereTheFirstCharacterBeginsThatIsNone() {
        byte[] bytes = "0123456789é€\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.firstFault(bytes, 0, bytes.length)).isEqualTo(19);
        assertThat(Utf8.firstFault(bytes, 0, 18)).isEqualTo(15);
        assertThat(Utf8.firstFault(bytes, 3, 14)).isEqualTo(12);
        bytes[11] = 'x';
        assertThat(Utf8.firstFault(bytes, 0, bytes.length)).isEqualTo(10);
        assertThat(Utf8.firstFault(bytes, 4, 4)).isEqualTo(4);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
