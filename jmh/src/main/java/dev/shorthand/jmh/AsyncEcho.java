package dev.shorthand.jmh;

import dev.shorthand.kernel.Promise;

/** {@link Echo} as a caller sees it who does not wait. */
public interface AsyncEcho {
    /**
     * Calls {@link Echo#echo}.
     *
     * @param text comes back
     * @param n    a number
     * @param flag a boolean
     * @return completes with {@code text}
     */
    Promise<String> echo(String text, int n, boolean flag);
}
