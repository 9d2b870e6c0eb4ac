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
 * which the JDK does by vectors, and has the JDK encode them to where they belong, which it does by vectors for ASCII.
 * What needs an escape is looked for among the bytes, by vectors too. A loop over {@code charAt} takes three to ten times as long. Confined to the encoder's thread.
 */
final class LongText {
    private static final int CHUNK = 1024;

    // The most that one char becomes: of a pair, both halves together become four.
    private static final int MOST_BYTES = 3;

    // A longer array is let go after the message, as its owner may give it back.
    private static final int MOST_KEPT = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(CHUNK);

    // The output's array as the JDK's encoder wants it, and the one before: a connection fills two in turn.
    private ByteBuffer target = NOTHING;
    private ByteBuffer before = NOTHING;

    // Made for the first text with an escape.
    private byte[] rest = NOTHING.array();

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
        out.reserve((end - start) * MOST_BYTES);
        byte[] array = out.array();
        aim(array);
        target.clear().position(out.size());
        encoder.reset();
        boolean whole = !encoder.encode(chars, target, true).isError();
        int to = target.position();
        if (!whole) {
            return false;
        }
        int from = out.size();
        int plain = Plain.isWhole(array, from, to) ? to : Plain.end(array, from, to);
        out.advance(plain - from);
        if (plain < to) {
            escapeRest(array, plain, to, out);
        }
        return true;
    }

    /** Lets go of long arrays, as the message has ended. */
    @SuppressWarnings("ByteBufferBackingArray") // it is one of wrap()
    void letGo() {
        if (target.array().length > MOST_KEPT) {
            target = NOTHING;
        }
        if (before.array().length > MOST_KEPT) {
            before = NOTHING;
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // it is one of wrap()
    private void aim(byte[] array) {
        if (target.array() != array) {
            ByteBuffer last = target;
            target = before.array() == array ? before : ByteBuffer.wrap(array);
            before = last;
        }
    }

    // An escape is longer than what it stands for, so what follows has to make room.
    private void escapeRest(byte[] array, int start, int end, OutputBuffer out) {
        if (rest.length == 0) {
            rest = new byte[CHUNK * MOST_BYTES];
        }
        int to = end - start;
        System.arraycopy(array, start, rest, 0, to);
        int plain = 0;
        while (plain < to) {
            JsonWriter.escape(rest[plain], out);
            int from = plain + 1;
            plain = Plain.end(rest, from, to);
            out.write(rest, from, plain - from);
        }
    }
}
