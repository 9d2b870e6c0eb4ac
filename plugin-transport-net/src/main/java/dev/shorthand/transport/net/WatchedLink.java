package dev.shorthand.transport.net;

import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.spi.StreamLink;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link that is closed when its peer does not begin to speak, does not read, or nothing comes or goes for too long, and over which something is sent before that.
 *
 * <p>Whoever reads it then gets to know why. Safe for one reader and one writer; {@link #close} comes from any thread, and {@link Watch} looks after it.
 */
final class WatchedLink extends ForwardingLink {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedLink.class);
    private static final SeldomWarning WARNING = new SeldomWarning();

    // A large write that goes on slowly is no idle connection: each so many bytes of it are noted.
    private static final int PIECE = 64 << 10;

    // A write that takes a while for want of a processor is not stuck.
    private static final long LEAST_STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long NEVER = Long.MAX_VALUE;

    private final LinkOptions options;

    // Held while writing, where bytes may be sent in between.
    private final ReentrantLock writing = new ReentrantLock();

    private final long begunNanos = System.nanoTime();
    private volatile boolean framed;

    // When bytes came or went last, on System.nanoTime.
    private volatile long lastNanos = begunNanos;

    // Whether bytes to keep the connection alive are being sent, and since when; confined to who watches but for the
    // first.
    private volatile boolean keepingAlive;
    private long keptAliveNanos = begunNanos;

    // Why it was closed by who watches it.
    private volatile @Nullable IOException ended;

    // Guarded by this.
    private @Nullable Future<?> look;
    private boolean closed;

    private WatchedLink(StreamLink link, LinkOptions options) {
        super(link);
        this.options = options;
    }

    static WatchedLink of(StreamLink link, LinkOptions options) {
        WatchedLink watched = new WatchedLink(link, options);
        watched.look();
        return watched;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return noted(super.read(buffer, offset, length));
        } catch (IOException e) {
            throw reason(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length, int millis) throws IOException {
        try {
            return noted(super.read(buffer, offset, length, millis));
        } catch (IOException e) {
            throw reason(e);
        }
    }

    private int noted(int count) throws IOException {
        if (count < 0 && ended != null) {
            throw reason(null);
        }
        if (count != 0) {
            lastNanos = System.nanoTime();
        }
        return count;
    }

    private IOException reason(@Nullable IOException failure) {
        IOException why = ended;
        if (why != null) {
            return why;
        }
        return failure == null ? new IOException("the connection was closed") : failure;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        writing.lock();
        try {
            for (int done = 0; done < length; done += PIECE) {
                super.write(buffer, offset + done, Math.min(PIECE, length - done));
                lastNanos = System.nanoTime();
            }
        } catch (IOException e) {
            throw reason(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void framed() {
        framed = true;
        super.framed();
    }

    @Override
    public void full(int queued) {
        String waits = queued + " bytes wait to be sent to it, and it does not read";
        if (options.whenFull == WhenFull.FAIL) {
            throw new LimitException(peerName() + ": " + waits
                    + "; send less at once, raise maxQueued, or have senders wait with whenFull=wait");
        }
        if (options.whenFull == WhenFull.DROP && ended == null) {
            end(waits + "; whenFull says that it is dropped for that");
        }
        super.full(queued);
    }

    /** Does what is due, and sees to it that it is called again when something may be. */
    private void look() {
        long now = System.nanoTime();
        long next = untilFramed(now);
        next = next == 0 ? 0 : Math.min(next, untilIdle(now));
        next = next == 0 ? 0 : Math.min(next, untilKeepAlive(now));
        if (next > 0 && next < NEVER) {
            lookAgain(next);
        }
    }

    /** Returns the nanoseconds until the first frame must have come, or 0 where it is being closed as it has not. */
    private long untilFramed(long now) {
        if (options.firstFrameNanos == 0 || framed) {
            return NEVER;
        }
        long left = options.firstFrameNanos - (now - begunNanos);
        return left > 0
                ? left
                : end("it sent no whole message within " + millis(options.firstFrameNanos)
                        + "; does it speak the same codec? firstFrame sets how long it may take");
    }

    /** Returns the nanoseconds until it may have been idle for too long, or 0 where it is being closed for that. */
    private long untilIdle(long now) {
        if (options.idleNanos == 0) {
            return NEVER;
        }
        long left = options.idleNanos - (now - lastNanos);
        return left > 0
                ? left
                : end("nothing came or went for " + millis(options.idleNanos) + "; idle sets for how long it may");
    }

    /** Returns the nanoseconds until bytes may have to be sent, or 0 where it is being closed because the last ones are stuck. */
    private long untilKeepAlive(long now) {
        if (options.keepAliveNanos == 0) {
            return NEVER;
        }
        if (keepingAlive) {
            return untilStuck(now);
        }
        long left = options.keepAliveNanos - (now - Math.max(lastNanos, keptAliveNanos));
        if (left > 0) {
            return left;
        }
        keptAliveNanos = now;
        keepingAlive = true;
        Watch.write(this::keepAlive);
        return options.keepAliveNanos;
    }

    private long untilStuck(long now) {
        long most = Math.max(options.keepAliveNanos, LEAST_STUCK_NANOS);
        long left = most - (now - keptAliveNanos);
        return left > 0
                ? left
                : end("it took no byte for " + millis(most)
                        + " that would keep it alive; is it still there? keepAliveAfter sets the time");
    }

    private void keepAlive() {
        // Whoever writes keeps it alive by that.
        if (!writing.tryLock()) {
            keepingAlive = false;
            return;
        }
        try {
            super.write(options.keepAliveBytes, 0, options.keepAliveBytes.length);
        } catch (IOException e) {
            // Whoever reads gets to know it, too.
            LOG.debug("{} cannot be kept alive", peerName(), e);
        } finally {
            writing.unlock();
            keepingAlive = false;
        }
    }

    /** Closes it for a reason, which goes on after the peer's name; returns 0. */
    private long end(String why) {
        ended = new IOException(why);
        if (WARNING.isDue()) {
            LOG.warn("the connection to {} is closed: {}", peerName(), why);
        }
        Watch.close(super::close);
        return 0;
    }

    private static String millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
    }

    private synchronized void lookAgain(long nanos) {
        if (!closed) {
            look = Watch.after(nanos, this::look);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (look != null) {
                look.cancel(false);
            }
        }
        super.close();
    }
}
