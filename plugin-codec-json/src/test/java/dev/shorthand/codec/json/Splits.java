package dev.shorthand.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.spi.Codec;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts streams into payloads, however they arrive. */
final class Splits {
    private Splits() {}

    /** Returns the payloads, empty ones left out, which are the same wherever the stream is cut in two, and byte by byte. */
    static List<String> of(Codec codec, String text) throws FramingException {
        return of(codec, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Does the same for bytes that need not be text. */
    static List<String> of(Codec codec, byte[] stream) throws FramingException {
        List<String> whole = arriving(codec, stream, stream.length);
        for (int cut = 0; cut < stream.length; cut++) {
            assertThat(arriving(codec, stream, cut, stream.length))
                    .as("cut at byte %d", cut)
                    .isEqualTo(whole);
        }
        int[] each = new int[stream.length];
        Arrays.setAll(each, i -> i + 1);
        assertThat(arriving(codec, stream, each)).as("byte by byte").isEqualTo(whole);
        return whole;
    }

    private static List<String> arriving(Codec codec, byte[] stream, int... limits) throws FramingException {
        Framing framing = codec.newFraming();
        List<String> payloads = new ArrayList<>();
        int start = 0;
        for (int limit : limits) {
            // Only what belongs to the present frame is there, at another place each time.
            int gap = limit % 3;
            byte[] buffer = new byte[gap + limit - start];
            System.arraycopy(stream, start, buffer, gap, limit - start);
            int at = gap;
            while (framing.split(buffer, at, buffer.length)) {
                int length = framing.payloadEnd() - framing.payloadStart();
                if (length > 0) {
                    payloads.add(new String(buffer, framing.payloadStart(), length, StandardCharsets.UTF_8));
                }
                at = framing.frameEnd();
            }
            start += at - gap;
        }
        return payloads;
    }

    /** Returns the frame of one payload, behind others in the buffer. */
    static String framed(Codec codec, String payload) {
        OutputBuffer out = new OutputBuffer(1);
        out.writeAscii("before");
        int start = out.size();
        out.write(payload.getBytes(StandardCharsets.UTF_8));
        codec.newFraming().wrap(out, start);
        return out.toString().substring("before".length());
    }

    /** Returns the frames of payloads that need not be text, one after the other. */
    static byte[] framed(Codec codec, byte[]... payloads) {
        OutputBuffer out = new OutputBuffer(1);
        for (byte[] payload : payloads) {
            int start = out.size();
            out.write(payload);
            codec.newFraming().wrap(out, start);
        }
        return out.toByteArray();
    }
}
