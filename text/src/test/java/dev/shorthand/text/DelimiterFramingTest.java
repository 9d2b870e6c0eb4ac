package dev.shorthand.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DelimiterFramingTest {
    private static final int LIMIT = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\n", "\r\n", "\r\n\r\n", "aa", "aab", "abab", "bob", "0123456789abcdefg"})
    void findsTheSamePayloadsHoweverTheStreamIsCut(String delimiter) throws Exception {
        String stream =
                String.join(delimiter, "one", "", "", "a longer payload, of more than eight bytes", "\r", "x", "");
        List<String> whole = split(delimiter, stream, stream.length());
        assertThat(whole).contains("one", "", "a longer payload, of more than eight bytes", "x");

        for (int at = 0; at <= stream.length(); at++) {
            assertThat(split(delimiter, stream, at)).as("cut at %d", at).isEqualTo(whole);
        }
    }

    @Test
    void cutsWhereAPlainSearchDoes() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String delimiter = text(random, 1 + random.nextInt(4));
            String stream = text(random, random.nextInt(40)) + delimiter;

            List<String> expected = new ArrayList<>();
            int start = 0;
            for (int end = stream.indexOf(delimiter); end >= 0; end = stream.indexOf(delimiter, start)) {
                expected.add(stream.substring(start, end));
                start = end + delimiter.length();
            }
            assertThat(split(delimiter, stream, random.nextInt(stream.length() + 1)))
                    .as("\"%s\" at \"%s\"", stream, delimiter)
                    .isEqualTo(expected);
        }
    }

    @Test
    void searchesEachByteOnceHoweverItArrives() throws Exception {
        byte[] stream = new byte[LIMIT + 1];
        Arrays.fill(stream, (byte) 'x');
        stream[LIMIT] = 0;
        DelimiterFraming framing = new DelimiterFraming(new byte[1], LIMIT, false);

        // Were it searched from its beginning each time, these would be half a million times as many looks.
        for (int limit = 1; limit <= LIMIT; limit++) {
            assertThat(framing.split(stream, 0, limit)).isFalse();
            // A delimiter where it has looked already is not seen: it does not look there again.
            stream[limit - 1] = 0;
        }
        assertThat(framing.split(stream, 0, LIMIT + 1)).isTrue();
        assertThat(framing.payloadEnd()).isEqualTo(LIMIT);
    }

    @Test
    void goesOnWhereTheFrameHasMovedTo() throws Exception {
        DelimiterFraming framing = new DelimiterFraming(bytes("\r\n"), LIMIT, false);
        assertThat(framing.split(bytes("....ab\r"), 4, 7)).isFalse();
        assertThat(framing.split(bytes("ab\r\ncd"), 0, 6)).isTrue();
        assertThat(List.of(framing.payloadStart(), framing.payloadEnd(), framing.frameEnd()))
                .containsExactly(0, 2, 4);
    }

    @Test
    void doesNotTakeTheEndOfTheFrameBeforeForADelimiter() throws Exception {
        DelimiterFraming framing = new DelimiterFraming(bytes("aa"), LIMIT, false);
        byte[] stream = bytes("xaaaxaa");
        assertThat(framing.split(stream, 0, 7)).isTrue();
        assertThat(framing.payloadEnd()).isEqualTo(1);
        assertThat(framing.split(stream, framing.frameEnd(), 7)).isTrue();
        assertThat(framing.payloadStart()).isEqualTo(3);
        assertThat(framing.payloadEnd()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\r\n", "\r\n\r\n"})
    void takesAPayloadOfTheLimitAndNoMore(String delimiter) throws Exception {
        assertThat(split(delimiter, "x".repeat(64) + delimiter, 64 + delimiter.length() - 1, 64))
                .hasSize(1);
        assertThatThrownBy(() -> split(delimiter, "x".repeat(65) + delimiter, 0, 64))
                .isInstanceOf(FramingException.class)
                .hasMessage("frame of 65 bytes or more is over the limit of 64; send less at once, or raise maxFrame");
    }

    @Test
    void namesTheLimitBeforeTheFrameIsWhole() {
        assertThatThrownBy(() -> split("\r\n", "x".repeat(100), 0, 64))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.overLimit()).isTrue())
                .hasMessage("frame of 99 bytes or more is over the limit of 64; send less at once, or raise maxFrame");
    }

    @Test
    void putsTheDelimiterAfterThePayload() {
        OutputBuffer out = new OutputBuffer(8);
        out.writeAscii("before\0payload");
        new DelimiterFraming(bytes("\0"), LIMIT, false).wrap(out, 7);
        assertThat(out.toString()).isEqualTo("before\0payload\0");
    }

    @Test
    void refusesAPayloadThatHoldsTheDelimiter() {
        OutputBuffer out = new OutputBuffer(8);
        out.writeAscii("before one\r\ntwo");
        assertThatThrownBy(() -> new DelimiterFraming(bytes("\r\n"), LIMIT, false).wrap(out, 7))
                .isInstanceOf(EncodeException.class)
                .hasMessage(
                        "the payload holds the delimiter \"\\u000d\\n\" at byte 3; choose a delimiter that cannot occur");
    }

    @Test
    void refusesAPayloadWhoseEndMakesADelimiterWithTheDelimiter() {
        OutputBuffer out = new OutputBuffer(8);
        out.writeAscii("xab");
        assertThatThrownBy(() -> new DelimiterFraming(bytes("abab"), LIMIT, false).wrap(out, 0))
                .isInstanceOf(EncodeException.class)
                .hasMessage("the payload holds the delimiter \"abab\" at byte 1; choose a delimiter that cannot occur");
    }

    @Test
    void takesTheCodecsWordThatTheDelimiterNeverOccurs() {
        OutputBuffer out = new OutputBuffer(8);
        out.writeAscii("a\0b");
        new DelimiterFraming(bytes("\0"), LIMIT, true).wrap(out, 0);
        assertThat(out.toString()).isEqualTo("a\0b\0");
    }

    @Test
    void refusesAnEmptyDelimiter() {
        assertThatThrownBy(() -> new DelimiterFraming(new byte[0], LIMIT, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the delimiter is empty; give at least one byte");
    }

    private static List<String> split(String delimiter, String stream, int cut) throws FramingException {
        return split(delimiter, stream, cut, LIMIT);
    }

    /** Splits a stream that arrives in two parts. */
    private static List<String> split(String delimiter, String stream, int cut, int maxFrame) throws FramingException {
        DelimiterFraming framing = new DelimiterFraming(bytes(delimiter), maxFrame, false);
        byte[] buffer = bytes(stream);
        List<String> payloads = new ArrayList<>();
        int start = 0;
        for (int limit : new int[] {cut, buffer.length}) {
            while (framing.split(buffer, start, limit)) {
                payloads.add(stream.substring(framing.payloadStart(), framing.payloadEnd()));
                start = framing.frameEnd();
            }
        }
        return payloads;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
