package dev.shorthand.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads a child's output as it comes, so that the child never waits for us. Safe for any thread; guarded by itself. */
final class Gobbler {
    private static final long PATIENCE_MILLIS = 20_000;

    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    static Gobbler of(InputStream in) {
        Gobbler gobbler = new Gobbler();
        Thread thread = new Thread(() -> gobbler.read(in), "gobbler");
        thread.setDaemon(true);
        thread.start();
        return gobbler;
    }

    // All that these tests expect is ASCII, so bytes need not be gathered into characters.
    private void read(InputStream in) {
        byte[] bytes = new byte[4096];
        try (in) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                add(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private synchronized void add(String more) {
        text.append(more);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for the first line, and returns it. */
    synchronized String firstLine() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (text.indexOf("\n") < 0) {
            await(deadline);
        }
        return text.substring(0, text.indexOf("\n"));
    }

    /** Waits until there is a text. */
    synchronized void awaitText(String part) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (text.indexOf(part) < 0) {
            await(deadline);
        }
    }

    /** Waits for the end, and returns everything. */
    synchronized String all() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!ended) {
            await(deadline);
        }
        return text.toString();
    }

    private void await(long deadline) throws InterruptedException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || ended) {
            throw new AssertionError((ended ? "the child has ended; it wrote: " : "too late; there is: ") + text);
        }
        wait(left);
    }
}
