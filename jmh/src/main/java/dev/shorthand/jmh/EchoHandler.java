package dev.shorthand.jmh;

/** Serves {@link Echo} with as little work of its own as can be. */
final class EchoHandler implements Echo {
    // That it is written keeps a notification from being optimised away.
    private volatile int noted;

    @Override
    public String echo(String text, int n, boolean flag) {
        return text;
    }

    @Override
    public void note(String text, int n, boolean flag) {
        noted = n;
    }

    /** Returns the number of the last notification. */
    int noted() {
        return noted;
    }
}
