package dev.shorthand.codec.json;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;

/**
 * JSON texts one after the other, objects and arrays, with nothing between or with blanks.
 *
 * <p>A text ends with the bracket that closes its first; whether they match is the decoder's business. What begins no
 * text is handed on as one payload, up to the next opening bracket, so that it is answered as what it is, no message.
 * Confined like every {@link Framing}.
 */
final class TextFraming implements Framing {
    private final int maxFrame;

    // Of the present frame: the bytes already searched, and where in its JSON those end.
    private int searched;
    private int depth;
    private boolean inString;
    private boolean escaped;

    private int payloadStart;
    private int payloadEnd;
    private int frameEnd;

    /** Makes one for texts of so many bytes at most. */
    TextFraming(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        if (start == limit) {
            return false;
        }
        boolean blank = isBlank(buffer[start]);
        boolean whole;
        if (blank) {
            // Given back at once, as an empty frame: they may go on for ever.
            frameEnd = blanksEnd(buffer, start, limit);
            whole = true;
        } else if (opens(buffer[start])) {
            frameEnd = textEnd(buffer, start + searched, limit);
            whole = depth == 0;
        } else {
            frameEnd = strayEnd(buffer, start + searched, limit);
            whole = frameEnd < limit;
        }
        searched = whole ? 0 : frameEnd - start;
        payloadStart = blank ? frameEnd : start;
        payloadEnd = frameEnd;
        if (payloadEnd - payloadStart > maxFrame) {
            throw FramingException.tooLong(payloadEnd - payloadStart, maxFrame);
        }
        return whole;
    }

    /** Returns where the text ends, or {@code limit}; it has ended if no bracket is open any more. */
    private int textEnd(byte[] buffer, int from, int limit) {
        int i = from;
        while (i < limit) {
            if (inString) {
                i = stringEnd(buffer, i, limit);
                continue;
            }
            byte b = buffer[i++];
            if (b == '"') {
                inString = true;
            } else if (opens(b)) {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return i;
            }
        }
        return i;
    }

    /** Goes on within a string, at most to behind its end. */
    private int stringEnd(byte[] buffer, int from, int limit) {
        int i = from;
        if (escaped) {
            escaped = false;
            i++;
        }
        i = Plain.end(buffer, i, limit);
        if (i == limit) {
            return i;
        }
        inString = buffer[i] != '"';
        escaped = buffer[i] == '\\';
        return i + 1;
    }

    // A quote means nothing there: it may be the end of a string as well as the beginning, and taken for the wrong one
    // of them it would turn all that follows inside out.
    private static int strayEnd(byte[] buffer, int from, int limit) {
        int i = from;
        while (i < limit && !opens(buffer[i])) {
            i++;
        }
        return i;
    }

    private static int blanksEnd(byte[] buffer, int from, int limit) {
        int i = from;
        while (i < limit && isBlank(buffer[i])) {
            i++;
        }
        return i;
    }

    private static boolean opens(byte b) {
        return b == '{' || b == '[';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    @Override
    public int payloadStart() {
        return payloadStart;
    }

    @Override
    public int payloadEnd() {
        return payloadEnd;
    }

    @Override
    public int frameEnd() {
        return frameEnd;
    }

    /**
     * Adds nothing.
     *
     * @throws EncodeException if the payload would not be found again as it is, being no JSON text any more after a
     *                         security provider has changed it
     */
    @Override
    public void wrap(OutputBuffer out, int start) {
        byte[] bytes = out.array();
        int end = out.size();
        boolean whole = start == end || (opens(bytes[start]) && textEnd(bytes, start, end) == end && depth == 0);
        depth = 0;
        inString = false;
        escaped = false;
        if (!whole) {
            throw new EncodeException(
                    "the payload is no JSON text by itself; choose a framing other than concatenated");
        }
    }
}
