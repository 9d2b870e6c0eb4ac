package dev.shorthand.transport.net;

import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard streams of a child process.
 *
 * <p>Safe for one reader and one writer; {@link #close} comes from any thread, and waits until the child has ended.
 */
final class ProcessLink implements StreamLink {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLink.class);

    // After the end of its output a child has so long to exit, so that its exit code can be told, and longer where
    // something was sent to it, as somebody may be waiting for an answer.
    private static final long EXIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long ANSWERING_EXIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    // Killed, it is gone at once, unless the operating system is stuck itself.
    private static final Duration KILLED = Duration.ofSeconds(5);

    private final Process child;
    private final String name;
    private final Duration grace;
    private final InputStream output;
    private final OutputStream input;
    private final ChildErrors errors;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Whether something was sent, whether the child was told that nothing more will be, and whether its output has
    // ended while it went on.
    private volatile boolean written;
    private volatile boolean finished;
    private volatile boolean outlivesOutput;

    // Held while writing: the stream's own lock would keep whoever closes it.
    private final ReentrantLock writing = new ReentrantLock();

    private ProcessLink(Process child, String name, Duration grace) {
        this.child = child;
        this.name = name;
        this.grace = grace;
        this.output = child.getInputStream();
        this.input = child.getOutputStream();
        this.errors = new ChildErrors(child, name);
    }

    /** Takes over a child that was just started. */
    static ProcessLink of(Process child, String name, Duration grace) {
        ProcessLink link = new ProcessLink(child, name, grace);
        link.errors.start();
        return link;
    }

    @Override
    public String peerName() {
        return name;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = output.read(buffer, offset, length);
        if (count < 0 && !closed.get()) {
            outputEnded();
        }
        return count;
    }

    /** Throws how the child has ended, where somebody should know; one that was sent nothing, or has been told to end, and ends well has only come to its end. */
    private void outputEnded() throws IOException {
        boolean expected = !written || finished;
        if (!exits(expected ? EXIT_NANOS : ANSWERING_EXIT_NANOS)) {
            outlivesOutput = true;
        } else if (!closed.get() && (!expected || child.exitValue() != 0)) {
            throw ended(null);
        }
    }

    @Override
    public boolean isReadable() throws IOException {
        return output.available() > 0;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        writing.lock();
        try {
            written = true;
            input.write(buffer, offset, length);
            input.flush();
        } catch (IOException e) {
            throw exits(EXIT_NANOS) ? ended(e) : e;
        } finally {
            writing.unlock();
        }
    }

    /** Says how the child has ended, with what it wrote last to its standard error. */
    private IOException ended(@Nullable IOException cause) {
        String last = errors.awaitLast();
        return new IOException(
                "the program ended with exit code " + child.exitValue()
                        + (last.isEmpty() ? "" : ", its last words on stderr: \"" + Quoted.shorten(last) + "\""),
                cause);
    }

    private boolean exits(long nanos) {
        try {
            return child.waitFor(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !child.isAlive();
        }
    }

    @Override
    public void finish() {
        finished = true;
        // Somebody who writes would be waited for, perhaps for ever; then the end of input is left to close().
        if (writing.tryLock()) {
            try {
                input.close();
            } catch (IOException e) {
                LOG.debug("{} does not read any more", name, e);
            } finally {
                writing.unlock();
            }
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        finish();
        // What the child has started would keep its streams open, and outlive it.
        List<ProcessHandle> family = new ArrayList<>();
        if (!exits(grace.toNanos())) {
            LOG.debug("{} goes on after the end of its input; it is asked to end", name);
            child.descendants().forEach(family::add);
            family.forEach(ProcessHandle::destroy);
            child.destroy();
            if (!exits(grace.toNanos())) {
                LOG.warn("{} ended neither at the end of its input nor by a signal; it is killed", name);
                child.descendants().forEach(family::add);
                family.forEach(ProcessHandle::destroyForcibly);
                child.destroyForcibly();
                if (!exits(KILLED.toNanos())) {
                    LOG.error("{} (process {}) cannot be killed", name, child.pid());
                }
            }
        } else if (outlivesOutput && child.exitValue() != 0) {
            // Too late for whoever waited for a reply.
            LOG.warn("{}: {}", name, ended(null).getMessage());
        }
        errors.awaitEnd();
    }

    @Override
    public String toString() {
        return name;
    }
}
