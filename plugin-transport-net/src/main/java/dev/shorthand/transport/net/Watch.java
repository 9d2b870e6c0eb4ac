package dev.shorthand.transport.net;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that look after {@link WatchedLink}s and TLS handshakes: one that looks, and some for what may take a while. All are daemons, are shared by the process, and end a second after the
 * last of those that need them. Each of these has at most one thing waiting in each, so their queues are bounded by the connections. Safe for any thread.
 */
final class Watch {
    // Each is stuck with one peer at the most, until that one is closed for it.
    private static final int HELPERS = 16;

    private static final ScheduledThreadPoolExecutor LOOKS = looks();
    private static final ThreadPoolExecutor WRITES = helpers("shorthand keepalive");
    private static final ThreadPoolExecutor CLOSES = helpers("shorthand close link");

    private Watch() {}

    private static ScheduledThreadPoolExecutor looks() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, daemons("shorthand watch"));
        one.setKeepAliveTime(1, TimeUnit.SECONDS);
        one.allowCoreThreadTimeOut(true);
        // Or a link would be kept until it would have been looked at.
        one.setRemoveOnCancelPolicy(true);
        return one;
    }

    private static ThreadPoolExecutor helpers(String name) {
        ThreadPoolExecutor some = new ThreadPoolExecutor(
                HELPERS, HELPERS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        some.allowCoreThreadTimeOut(true);
        return some;
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Has somebody look after so long; must not wait for anything. */
    static Future<?> after(long nanos, Runnable look) {
        return LOOKS.schedule(look, nanos, TimeUnit.NANOSECONDS);
    }

    /** Writes on a thread of its own, as the peer may take nothing. */
    static void write(Runnable write) {
        WRITES.execute(write);
    }

    /** Closes on a thread of its own: TLS says goodbye, for example. */
    static void close(Runnable close) {
        CLOSES.execute(close);
    }
}
