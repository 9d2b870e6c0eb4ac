package dev.shorthand.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads what a child writes to its standard error to the log, line by line, on a daemon thread, so that a child that complains a lot never waits
 * for anybody. Safe for any thread.
 */
final class ChildErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ChildErrors.class);

    // A longer line comes in pieces.
    private static final int LONGEST_LINE = 4_000;

    private static final long LAST_WORDS_MILLIS = 200;

    private final InputStream in;
    private final String name;
    private final Thread thread;
    private volatile String last = "";

    ChildErrors(Process child, String name) {
        this.in = child.getErrorStream();
        this.name = name;
        this.thread = new Thread(this::run, "shorthand stderr of process " + child.pid());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n' || length == LONGEST_LINE) {
                    log(line, length);
                    length = 0;
                }
                if (b != '\n') {
                    line[length] = (byte) b;
                    length++;
                }
            }
        } catch (IOException e) {
            LOG.debug("the standard error of {} is gone", name, e);
        }
        log(line, length);
    }

    private void log(byte[] line, int length) {
        String text = new String(line, 0, length, Charset.defaultCharset()).strip();
        if (!text.isEmpty()) {
            last = text;
            LOG.info("{}: {}", name, text);
        }
    }

    /** Returns the last line that was written, once the child has ended; empty if there was none. */
    String awaitLast() {
        join(LAST_WORDS_MILLIS);
        return last;
    }

    /** Waits a little for the thread: the child is gone, and so is its end of the pipe, unless it was handed on. */
    void awaitEnd() {
        join(TimeUnit.SECONDS.toMillis(1));
    }

    private void join(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
