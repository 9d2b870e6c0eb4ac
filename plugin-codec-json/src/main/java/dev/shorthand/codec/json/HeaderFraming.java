package dev.shorthand.codec.json;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames that begin with a block of headers, of which {@code Content-Length} counts (Language Server Protocol 3.17,
 * "Base Protocol").
 *
 * <p>What stands where headers should is handed on as a payload, so that it is answered as what it is, no JSON; reading
 * goes on behind it, or at the next {@code Content-Length}. It never becomes a message: a peer that counts characters
 * for bytes would otherwise have the end of one message taken for another one. Confined like every {@link Framing}.
 */
final class HeaderFraming implements Framing {
    private static final String NAME = "Content-Length:";
    private static final byte[] BEFORE = (NAME + " ").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    // Servers send one header or two. A block without end is no block.
    private static final int MAX_HEADERS = 8 << 10;

    private static final int NOT_GIVEN = -1;
    private static final int WRONG = -2;

    private final int maxFrame;

    // Of the present frame, counted from its beginning: the bytes already searched, which are the headers once
    // those are whole, and where the present line begins.
    private int searched;
    private int line;
    private int length = NOT_GIVEN;
    private boolean inBody;

    private int payloadStart;
    private int payloadEnd;
    private int frameEnd;

    /** Makes one for payloads of so many bytes at most, headers not counted. */
    HeaderFraming(int maxFrame) {
        this.maxFrame = maxFrame;
    }

    @Override
    public boolean split(byte[] buffer, int start, int limit) throws FramingException {
        while (!inBody) {
            int newline = indexOfNewline(buffer, start + searched, limit);
            searched = Math.min(newline + 1, limit) - start;
            if (searched > MAX_HEADERS) {
                throw new FramingException(
                        "headers of " + searched + " bytes or more are over the limit of " + MAX_HEADERS
                                + "; send \"Content-Length: N\", an empty line, and N bytes",
                        true);
            }
            if (newline == limit) {
                return false;
            }
            if (isWholeAfter(buffer, start, newline)) {
                return true;
            }
            line = searched;
        }
        int body = start + searched;
        return limit - body >= length && found(body, body + length, body + length);
    }

    /** Reads the line that ends at {@code newline}; returns whether the frame ends there, too. */
    private boolean isWholeAfter(byte[] buffer, int start, int newline) throws FramingException {
        int from = start + line;
        int to = newline > from && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        if (from == to) {
            inBody = length >= 0;
            // An empty frame, where nothing stood before the empty line.
            return !inBody && found(start, from, newline + 1);
        }
        int colon = from;
        while (colon < to && isNamePart(buffer[colon])) {
            colon++;
        }
        if (colon > from && colon < to && buffer[colon] == ':') {
            if (colon - from == NAME.length() - 1 && isName(buffer, from, to)) {
                readLength(buffer, colon + 1, to);
            }
            return false;
        }
        int next = from + 1;
        while (next < to && !isName(buffer, next, to)) {
            next++;
        }
        if (next < to) {
            return foundStray(buffer, start, next, next);
        }
        // Amid headers it is passed over, as they are.
        return line == 0 && foundStray(buffer, start, to, newline + 1);
    }

    /** Takes a number; one that is none, or not the same as before, spoils the block. */
    private void readLength(byte[] buffer, int from, int to) throws FramingException {
        int start = from;
        int end = to;
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (end > start && isBlank(buffer[end - 1])) {
            end--;
        }
        // A length past an int is not counted further: it is over any limit.
        long declared = 0;
        for (int i = start; i < end; i++) {
            if (buffer[i] < '0' || buffer[i] > '9') {
                length = WRONG;
                return;
            }
            declared = declared > Integer.MAX_VALUE ? declared : declared * 10 + (buffer[i] - '0');
        }
        if (declared > maxFrame) {
            throw FramingException.tooLong(declared, maxFrame);
        }
        boolean known = length == NOT_GIVEN || length == declared;
        length = start < end && known ? (int) declared : WRONG;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Takes what is no frame for a payload, without what could make a message of it: JSON's own beginning. */
    private boolean foundStray(byte[] buffer, int start, int end, int next) {
        int from = start;
        while (from < end - 1 && "{[\" \t\r\n".indexOf(buffer[from]) >= 0) {
            from++;
        }
        return found(from, end, next);
    }

    private boolean found(int from, int to, int next) {
        payloadStart = from;
        payloadEnd = to;
        frameEnd = next;
        searched = 0;
        line = 0;
        length = NOT_GIVEN;
        inBody = false;
        return true;
    }

    private static int indexOfNewline(byte[] buffer, int from, int limit) {
        int i = from;
        while (i < limit && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Returns whether the header's name stands there with its colon, in any case. */
    private static boolean isName(byte[] buffer, int from, int to) {
        if (to - from < NAME.length()) {
            return false;
        }
        for (int i = 0; i < NAME.length(); i++) {
            if (Character.toLowerCase(buffer[from + i]) != Character.toLowerCase(NAME.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a header's name may have it (RFC 9110, section 5.6.2). */
    private static boolean isNamePart(byte b) {
        return (b >= '0' && b <= '9')
                || (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
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

    @Override
    public void wrap(OutputBuffer out, int start) {
        int count = out.size() - start;
        int digits = 1;
        for (int rest = count; rest >= 10; rest /= 10) {
            digits++;
        }
        int end = start + BEFORE.length + digits;
        out.openGap(start, BEFORE.length + digits + AFTER.length);
        byte[] bytes = out.array();
        System.arraycopy(BEFORE, 0, bytes, start, BEFORE.length);
        System.arraycopy(AFTER, 0, bytes, end, AFTER.length);
        int rest = count;
        for (int at = end - 1; at >= start + BEFORE.length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
