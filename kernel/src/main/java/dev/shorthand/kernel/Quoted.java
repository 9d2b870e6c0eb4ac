package dev.shorthand.kernel;

/**
 * Text from outside, made fit to stand in a message or a log line: short, and on one line.
 *
 * <p>Without this a peer could write lines of its own into our log, or megabytes.
 */
public final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    /**
     * Shortens and escapes.
     *
     * @param text anything
     * @return at most some 120 characters, control characters as {@code \}{@code uXXXX}, the length named where cut
     */
    public static String shorten(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder out = new StringBuilder(end + 24);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\u202e') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        if (text.length() > end) {
            out.append("… (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }

    /**
     * Quotes a payload as text: shortened, with bytes that are not ASCII as {@code ?}.
     *
     * @param bytes  the buffer
     * @param offset where the payload begins
     * @param length its length in bytes
     * @return the text between quotes
     */
    public static String payload(byte[] bytes, int offset, int length) {
        int shown = Math.min(length, LONGEST + 1);
        StringBuilder text = new StringBuilder(shown);
        for (int i = offset; i < offset + shown; i++) {
            text.append(bytes[i] >= 0 ? (char) bytes[i] : '?');
        }
        return length <= LONGEST
                ? '"' + shorten(text.toString()) + '"'
                : '"' + shorten(text.substring(0, LONGEST)) + "…\" (" + length + " bytes)";
    }
}
