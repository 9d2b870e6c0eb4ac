package dev.shorthand.codec.terse;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Quoted;

/** What the names of methods, parameters and keys may be made of: all but what a line is made of. */
final class Names {
    private static final boolean[] PART = part();

    private Names() {}

    private static boolean[] part() {
        boolean[] part = new boolean[0x80];
        for (int c = 0; c < 0x7f; c++) {
            part[c] = c > ' ' && ":\"'[]{}".indexOf(c) < 0;
        }
        return part;
    }

    /** Returns whether a byte of UTF-8 may be part of a name. */
    static boolean isPart(byte b) {
        return b < 0 || PART[b];
    }

    /**
     * Refuses a name that a line cannot hold.
     *
     * @param what what it names, for the message
     */
    static void check(String what, String name) {
        if (name.isEmpty()) {
            throw new EncodeException(what + " has an empty name; terse needs one character at least");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x80 && !PART[c]) {
                throw new EncodeException(what + " is named \"" + Quoted.shorten(name)
                        + "\", and a name in terse has no " + named(c) + "; choose another name, or another codec");
            }
            if (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(name.codePointAt(i++))) {
                throw new EncodeException(what + " is named \"" + Quoted.shorten(name)
                        + "\", which has half of a surrogate pair; UTF-8 has no bytes for it, so choose another name");
            }
        }
    }

    private static String named(char c) {
        return c == ' ' ? "space" : c < ' ' || c == 0x7f ? "control character" : String.valueOf(c);
    }

    /** Refuses a method that would be read as another one. */
    static void checkMethod(String method) {
        try {
            check("the method", method);
        } catch (EncodeException e) {
            throw e.under("method");
        }
        if (slashBeforeId(method) >= 0) {
            throw new EncodeException("the method \"" + Quoted.shorten(method)
                            + "\" ends with a slash and a number, which terse reads as an id; choose another name")
                    .under("method");
        }
    }

    /** Returns where the slash stands that quickrpc writes before an id, or -1. */
    static int slashBeforeId(String method) {
        int i = method.length() - 1;
        while (i >= 0 && method.charAt(i) >= '0' && method.charAt(i) <= '9') {
            i--;
        }
        if (i == method.length() - 1) {
            return -1;
        }
        if (i >= 0 && method.charAt(i) == '-') {
            i--;
        }
        return i >= 0 && method.charAt(i) == '/' ? i : -1;
    }
}
