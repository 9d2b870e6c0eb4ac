package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opening of a transport, which another thread can break off: a thread that waits for a connection is not woken by an interrupt, but by the end of its socket.
 *
 * <p>What waits while it opens says for what ({@link #awaits}). Safe for any thread.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    // Of the thread that opens; none where nobody could break it off.
    private static final ThreadLocal<@Nullable Opening> CURRENT = new ThreadLocal<>();

    // Guarded by this.
    private @Nullable Thread interruptible;
    private @Nullable Closeable awaited;
    private boolean brokenOff;

    /**
     * Opens a transport on this thread.
     *
     * @param interrupts whether this thread may be interrupted, which wakes openers that wait in another way
     */
    Transport open(Restart.Opener opener, boolean interrupts) throws IOException {
        begin(interrupts ? Thread.currentThread() : null);
        CURRENT.set(this);
        try {
            return opener.open();
        } finally {
            CURRENT.remove();
            end();
        }
    }

    private synchronized void begin(@Nullable Thread thread) throws IOException {
        refuseIfBrokenOff();
        interruptible = thread;
    }

    private synchronized void end() {
        if (interruptible != null && brokenOff && Thread.interrupted()) {
            LOG.debug("opening was broken off");
        }
        interruptible = null;
    }

    private void refuseIfBrokenOff() throws IOException {
        if (brokenOff) {
            throw new IOException("it was closed on this side while it was opened");
        }
    }

    /** Is told by who is about to wait what is to be closed so that the wait ends. */
    static void awaits(Closeable socket) throws IOException {
        Opening current = CURRENT.get();
        if (current != null) {
            current.set(socket);
        }
    }

    /** Is told by who has waited. */
    static void awaitsNothing() {
        Opening current = CURRENT.get();
        if (current != null) {
            current.clear();
        }
    }

    private synchronized void set(Closeable socket) throws IOException {
        refuseIfBrokenOff();
        awaited = socket;
    }

    private synchronized void clear() {
        awaited = null;
    }

    /** Has it fail at once, now and whenever it is tried again. */
    synchronized void breakOff() {
        brokenOff = true;
        if (awaited != null) {
            try {
                awaited.close();
            } catch (IOException e) {
                LOG.debug("closing what was to be connected failed", e);
            }
        }
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }
}
