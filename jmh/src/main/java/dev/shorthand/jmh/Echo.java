package dev.shorthand.jmh;

/** What is served and called in every benchmark. */
public interface Echo {
    /**
     * Gives back a text; the other arguments are there to be carried.
     *
     * @param text comes back
     * @param n    a number
     * @param flag a boolean
     * @return {@code text}
     */
    String echo(String text, int n, boolean flag);

    /**
     * Takes the same and answers nothing.
     *
     * @param text a text
     * @param n    a number
     * @param flag a boolean
     */
    void note(String text, int n, boolean flag);
}
