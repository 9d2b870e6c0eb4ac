package dev.shorthand.transport.zmq;

import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.ZMQ;

/**
 * The contexts of jeromq, each with two threads of its own.
 *
 * <p>A socket has one for itself, so that closing it waits for its own last messages alone and leaves nothing behind. Sockets that can be reached by
 * {@code inproc} share one, as ZeroMQ has it; the last of them closes it. Safe for any thread.
 */
final class Contexts {
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
        Ctx ctx = ZMQ.init(1);
        ctx.setThreadFactory((work, name) -> {
            Thread thread = new Thread(work, "shorthand zmq " + name);
            thread.setDaemon(true);
            return thread;
        });
        return ctx;
    }
}
