package dev.shorthand.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineFramingTest {
    @Test
    void leavesOutTheCarriageReturnAndWhatIsBlank() throws Exception {
        assertThat(split("one\r\ntwo\n\r\n  \n \r\n  three \r\r\nrest"))
                .containsExactly("one", "two", "", "", "", "  three \r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", " \r ", "{}\r", "two\nlines"})
    void refusesToSendWhatWouldBeReadAsSomethingElse(String payload) {
        OutputBuffer out = new OutputBuffer(64);
        out.writeAscii("before");
        out.writeAscii(payload);
        if (payload.isEmpty()) {
            new LineFraming(64).wrap(out, 6);
            assertThat(out).hasToString("before\n");
        } else {
            assertThatThrownBy(() -> new LineFraming(64).wrap(out, 6)).isInstanceOf(EncodeException.class);
        }
    }

    @Test
    void endsALine() {
        OutputBuffer out = new OutputBuffer(64);
        out.writeAscii("add[1] a:1");
        new LineFraming(64).wrap(out, 0);
        assertThat(out).hasToString("add[1] a:1\n");
    }

    @Test
    void refusesALineOverTheLimitBeforeItEnds() throws Exception {
        assertThat(split("x".repeat(64) + "\n")).hasSize(1);
        assertThatThrownBy(() -> split("x".repeat(65)))
                .isInstanceOf(FramingException.class)
                .hasMessageContaining("64");
    }

    private static List<String> split(String stream) throws FramingException {
        LineFraming framing = new LineFraming(64);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (framing.split(bytes, start, bytes.length)) {
            int length = framing.payloadEnd() - framing.payloadStart();
            lines.add(new String(bytes, framing.payloadStart(), length, StandardCharsets.UTF_8));
            start = framing.frameEnd();
        }
        return lines;
    }
}
