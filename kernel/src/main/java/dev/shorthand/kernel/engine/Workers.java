package dev.shorthand.kernel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one endpoint: readers, writers, and those that handle what a reader has set aside. They are platform threads, and from Java 24 on those past
 * the first 256 are virtual. A platform thread that is not needed any more serves again, or ends after five seconds. Safe for any thread.
 *
 * <p>Their number is bounded by what they serve: a reader and a writer for each connection, one more for each call that waits for
 * another within a handler.
 */
public final class Workers implements Executor {
    // So many handlers run at once where there are no virtual threads. The queue behind them is bounded by
    // the bytes of calls that each connection may have waiting.
    private static final int HANDLERS = 256;

    // A few connections are served best by platform threads; of thousands each would cost its stack.
    private static final int PLATFORM = 256;

    // Before 24 a virtual thread that waits with a monitor held keeps the platform thread that carries it, of which
    // there are few.
    private static final int GOOD_VIRTUAL = 24;

    private final ThreadPoolExecutor pool;
    private final List<ExecutorService> all = new ArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * Makes a pool without threads.
     *
     * @param name goes before each thread's number
     */
    public Workers(String name) {
        ThreadFactory factory = daemons(name);
        ExecutorService virtual = Runtime.version().feature() >= GOOD_VIRTUAL ? concurrent() : null;
        pool = new ThreadPoolExecutor(
                0,
                virtual == null ? Integer.MAX_VALUE : PLATFORM,
                5,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> factory.newThread(counted(work)),
                (work, full) -> {
                    if (virtual == null) {
                        throw new RejectedExecutionException("the endpoint is closed");
                    }
                    virtual.execute(counted(work));
                });
        all.add(pool);
        if (virtual != null) {
            all.add(virtual);
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger numbers = new AtomicInteger();
        return work -> daemon(work, name + "-" + numbers.incrementAndGet());
    }

    /**
     * Makes a daemon thread.
     *
     * @param work what it does
     * @param name its name
     * @return the thread, not started
     */
    public static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns an executor for handlers that runs many of them at once.
     *
     * @return one that starts a virtual thread for each (Java 21), or a pool of daemon threads that grows to 256
     */
    public static ExecutorService concurrent() {
        // On 19 and 20 the method is there, but only with preview features.
        if (Runtime.version().feature() >= 21) {
            try {
                // Looked up, as this code is compiled for Java 17, which does not have it.
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("virtual threads are there and cannot be had", e);
            }
        }
        ThreadPoolExecutor handlers = new ThreadPoolExecutor(
                HANDLERS, HANDLERS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("shorthand-handler"));
        handlers.allowCoreThreadTimeOut(true);
        return handlers;
    }

    private Runnable counted(Runnable work) {
        return () -> {
            threads.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        };
    }

    /**
     * Returns whether this thread is one of these: it must not wait for them to end.
     *
     * @return false for any other thread
     */
    public boolean isOne() {
        return threads.contains(Thread.currentThread());
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /**
     * Waits until all work has ended, or the time is up; what still runs then is interrupted.
     *
     * @param nanos how long to wait at most
     */
    public void close(long nanos) {
        for (ExecutorService each : all) {
            each.shutdown();
        }
        if (!await(nanos)) {
            for (ExecutorService each : all) {
                each.shutdownNow();
            }
            await(1_000_000_000);
        }
    }

    private boolean await(long nanos) {
        long until = System.nanoTime() + nanos;
        boolean ended = true;
        try {
            for (ExecutorService each : all) {
                ended &= each.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
