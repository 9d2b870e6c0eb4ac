package dev.shorthand.codec.json;

import dev.shorthand.text.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * The string that was read last (RFC 8259, section 7): where it stands, and what it says.
 *
 * <p>Its end is found eight bytes at a time, and its escapes and its UTF-8 are checked on the way, so that it can be passed
 * over without being made. Confined to the decoder's thread.
 */
final class TextToken {
    private static final char[] NOTHING = {};

    // A longer scratch is given back after the message.
    private static final int MOST_KEPT = 8 << 10;

    private final Faults faults;
    private final int maxBytes;
    private final TextCache recurring;
    private char[] scratch = NOTHING;

    private int start;
    private int end;
    private boolean ascii;
    private boolean escaped;

    TextToken(Faults faults, TextCache recurring, int maxBytes) {
        this.faults = faults;
        this.recurring = recurring;
        this.maxBytes = maxBytes;
    }

    /** Reads from behind the opening quote, and returns where the closing one stands. */
    int scan(byte[] buffer, int from, int limit) {
        start = from;
        ascii = true;
        escaped = false;
        int found = Plain.asciiEnd(buffer, from, limit);
        if (found < limit && buffer[found] == '"' && found - from <= maxBytes) {
            end = found;
            return found;
        }
        return scanOn(buffer, from, found, limit);
    }

    // Out of line, so that scan() stays small.
    private int scanOn(byte[] buffer, int from, int found, int limit) {
        int at = passed(Plain.scan(buffer, found, limit));
        while (at < limit && buffer[at] == '\\') {
            escaped = true;
            at = passed(Plain.scan(buffer, escapeEnd(buffer, at, limit), limit));
        }
        if (at == limit) {
            throw faults.truncated();
        }
        if (buffer[at] != '"') {
            throw faults.notJson(
                    "the control character " + Faults.shown(buffer[at]) + " in a string, without an escape", at);
        }
        if (at - from > maxBytes) {
            throw faults.stringTooLong(at - from, maxBytes, from - 1);
        }
        if (!ascii) {
            int fault = Utf8.firstFault(buffer, from, at);
            if (fault < at) {
                throw faults.notUtf8(fault);
            }
        }
        end = at;
        return at;
    }

    private int passed(int found) {
        ascii &= found >= 0;
        return found >= 0 ? found : ~found;
    }

    /** Returns where the escape ends that begins here. */
    private int escapeEnd(byte[] buffer, int at, int limit) {
        if (at + 1 == limit) {
            throw faults.truncated();
        }
        byte kind = buffer[at + 1];
        if (kind == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (i == limit) {
                    throw faults.truncated();
                }
                if (Character.digit(buffer[i], 16) < 0) {
                    throw faults.notJson(Faults.shown(buffer[i]) + " where a hexadecimal digit should be", i);
                }
            }
            return at + 6;
        }
        if ("\"\\/bfnrt".indexOf(kind) < 0) {
            throw faults.notJson("the escape \\ and " + Faults.shown(kind) + " in a string", at);
        }
        return at + 2;
    }

    /** Returns what it says. */
    @SuppressWarnings("deprecation") // right for ASCII, and the one that compilers see through
    String text(byte[] buffer) {
        if (escaped) {
            return unescaped(buffer);
        }
        // Bytes that are all below 128 are copied without another look at them.
        return ascii
                ? new String(buffer, 0, start, end - start)
                : new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** Returns where the cache keeps it, or -1 for one that is too long, or written with escapes. */
    int slot(byte[] buffer) {
        return escaped || end - start > TextCache.LONGEST ? -1 : recurring.slot(buffer, start, end);
    }

    /** Returns what it says, the same object for the same text where it comes again and again. */
    String recurring(byte[] buffer) {
        int slot = slot(buffer);
        return slot < 0 ? text(buffer) : recurring.text(slot);
    }

    /** Has it kept as the name of a method, which {@link Names} has in this slot. */
    void keepMethod(String method, byte[] buffer, int slot, Methods methods) {
        methods.keep(method, buffer, start, end, slot);
    }

    /** Lets go of what the last message needed. */
    void end() {
        if (scratch.length > MOST_KEPT) {
            scratch = NOTHING;
        }
    }

    private String unescaped(byte[] buffer) {
        // Never more characters than bytes.
        if (scratch.length < end - start) {
            scratch = new char[Math.max(128, end - start)];
        }
        char[] out = scratch;
        int to = 0;
        int i = start;
        while (i < end) {
            byte b = buffer[i];
            if (b == '\\') {
                out[to++] = escape(buffer, i + 1);
                i += buffer[i + 1] == 'u' ? 6 : 2;
            } else if (b >= 0) {
                out[to++] = (char) b;
                i++;
            } else {
                int length = b >= (byte) 0xf0 ? 4 : b >= (byte) 0xe0 ? 3 : 2;
                to += Character.toChars(character(buffer, i, length), out, to);
                i += length;
            }
        }
        return new String(out, 0, to);
    }

    /** Returns what an escape stands for; half of a surrogate pair is kept as it is, since JSON allows it. */
    private static char escape(byte[] buffer, int at) {
        return switch (buffer[at]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int c = 0;
                for (int i = at + 1; i < at + 5; i++) {
                    c = (c << 4) | Character.digit(buffer[i], 16);
                }
                yield (char) c;
            }
            default -> (char) buffer[at];
        };
    }

    /** Returns the character of so many bytes of UTF-8 (RFC 3629, section 3), which are known to be good. */
    private static int character(byte[] buffer, int at, int length) {
        int c = buffer[at] & (0xff >> (length + 1));
        for (int i = at + 1; i < at + length; i++) {
            c = (c << 6) | (buffer[i] & 0x3f);
        }
        return c;
    }
}
