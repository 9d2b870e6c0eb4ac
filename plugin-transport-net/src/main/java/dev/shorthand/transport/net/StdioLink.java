package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The standard input and output of this process, which there is only one of.
 *
 * <p>Safe for one reader and one writer; {@link #close} comes from any thread. Which link is open is guarded by the class's lock.
 */
final class StdioLink implements StreamLink {
    private static final String NAME = "stdio";

    private static @Nullable StdioLink current;

    private final StandardInput in;
    private final PrintStream out;
    private final PrintStream redirected;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StdioLink(StandardInput in, PrintStream out, PrintStream redirected) {
        this.in = in;
        this.out = out;
        this.redirected = redirected;
    }

    /** Takes both streams, and leads what others print to standard error. */
    static synchronized StdioLink open() throws IOException {
        if (current != null) {
            throw new IOException(
                    "stdio: is open already, and there is only one; close the endpoint that has it first");
        }
        StdioLink link = new StdioLink(StandardInput.of(System.in), System.out, System.err);
        System.setOut(link.redirected);
        current = link;
        return link;
    }

    @Override
    public String peerName() {
        return NAME;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length, closed);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        if (closed.get()) {
            throw new IOException("stdio: was closed on this side");
        }
        out.write(buffer, offset, length);
        // Flushes; a PrintStream keeps what went wrong to itself until asked.
        if (out.checkError()) {
            throw new IOException("nobody reads standard output any more");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            in.release();
            release(this);
        }
    }

    private static synchronized void release(StdioLink link) {
        // Whoever has set another one meanwhile keeps it.
        if (System.out == link.redirected) {
            System.setOut(link.out);
        }
        current = null;
    }

    @Override
    public String toString() {
        return NAME;
    }
}
