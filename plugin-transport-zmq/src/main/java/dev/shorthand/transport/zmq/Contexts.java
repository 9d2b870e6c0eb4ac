package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Ctx;
import zmq.ZError;
import zmq.ZMQ;

/**
 * The contexts of jeromq, each with two threads of its own.
 *
 * <p>A socket has one for itself, so that closing it waits for its own last messages alone and leaves nothing behind. Sockets that can be reached by
 * {@code inproc} share one, as ZeroMQ has it; the last of them closes it. Safe for any thread.
 */
final class Contexts {
    private static final Logger LOG = LoggerFactory.getLogger(Contexts.class);

    private static @Nullable Ctx shared;
    private static int leases;

    private Contexts() {}

    /** A context to make one socket in. */
    record Lease(Ctx ctx, boolean isShared) {
        /** Gives it back, after its socket was closed; waits for what that still has to send. */
        void close() {
            if (!isShared || isLast(ctx)) {
                ctx.terminate();
            }
        }
    }

    static Lease lease(boolean sharedOne) {
        return sharedOne ? new Lease(leaseShared(), true) : new Lease(open(), false);
    }

    private static synchronized Ctx leaseShared() {
        Ctx ctx = shared;
        if (ctx == null) {
            ctx = open();
            shared = ctx;
        }
        leases++;
        return ctx;
    }

    private static synchronized boolean isLast(Ctx ctx) {
        leases--;
        if (leases > 0 || !ctx.equals(shared)) {
            return false;
        }
        shared = null;
        return true;
    }

    private static Ctx open() {
        Ctx ctx = new YieldingContext();
        ctx.set(ZMQ.ZMQ_IO_THREADS, 1);
        ctx.setThreadFactory((work, name) -> {
            Thread thread = new Thread(work, "shorthand zmq " + name);
            thread.setDaemon(true);
            return thread;
        });
        ctx.setNotificationExceptionHandler(Contexts::tell);
        return ctx;
    }

    // jeromq would print it, and goes on. One of its threads may tell a socket of something that has just been closed.
    private static void tell(Thread thread, Throwable e) {
        if (e.getCause() instanceof ClosedChannelException) {
            LOG.debug("{} found a channel closed", thread.getName(), e);
        } else {
            LOG.warn("{} goes on after an error in jeromq", thread.getName(), e);
        }
    }

    /** A context whose threads let those who signal them go first. */
    private static final class YieldingContext extends Ctx {
        @Override
        public Selector createSelector() {
            try {
                return new YieldingSelector(Selector.open());
            } catch (IOException e) {
                throw new ZError.IOException(e);
            }
        }

        @Override
        public boolean closeSelector(Selector selector) {
            try {
                selector.close();
                return true;
            } catch (IOException e) {
                throw new ZError.IOException(e);
            }
        }
    }
}
