package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes long texts as UTF-8, chunk by chunk, with the escapes that JSON demands.
 *
 * <p>There is no way to a text's bytes but through a copy. The quickest that allocates nothing copies its characters,
 * which the JDK does by vectors, has the JDK encode them, which it does by vectors for ASCII, and looks at the bytes
 * afterwards. A loop over {@code charAt} takes three to ten times as long. Confined to the encoder's thread.
 */
final class LongText {
    private static final int CHUNK = 512;

    // The most that one char becomes: of a pair, both halves together become four.
    private static final int MOST_BYTES = 3;

    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(CHUNK);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK * MOST_BYTES);

    /** Returns where the chunk ends that begins at {@code start}; no pair of surrogates is cut in two. */
    static int chunkEnd(String text, int start) {
        int end = start + CHUNK;
        if (end >= text.length()) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** Writes a chunk; writes nothing and returns false if half of a surrogate pair is in it. */
    boolean write(String text, int start, int end, OutputBuffer out) {
        text.getChars(start, end, chars.array(), 0);
        chars.position(0).limit(end - start);
        bytes.clear();
        encoder.reset();
        if (encoder.encode(chars, bytes, true).isError()) {
            return false;
        }
        byte[] array = bytes.array();
        int to = bytes.position();
        int from = 0;
        while (true) {
            int plain = Plain.end(array, from, to);
            out.write(array, from, plain - from);
            if (plain == to) {
                return true;
            }
            JsonWriter.escape(array[plain], out);
            from = plain + 1;
        }
    }
}
