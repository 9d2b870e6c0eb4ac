package dev.shorthand.kernel.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The platform threads of one endpoint: readers, writers, and those that handle what a reader has set aside. One that is not
 * needed any more serves again, or ends after five seconds. Safe for any thread.
 *
 * <p>Their number is bounded by what they serve: a reader and a writer for each connection, one more for each call that waits for
 * another within a handler.
 */
public final class Workers implements Executor, AutoCloseable {
    private final ThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * Makes a pool without threads.
     *
     * @param name goes before each thread's number
     */
    public Workers(String name) {
        AtomicInteger numbers = new AtomicInteger();
        pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(() -> run(work), name + "-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private void run(Runnable work) {
        threads.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            threads.remove(Thread.currentThread());
        }
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
     * @return whether all had ended by themselves
     */
    public boolean close(long nanos) {
        pool.shutdown();
        boolean ended = await(nanos);
        if (!ended) {
            pool.shutdownNow();
            await(TimeUnit.SECONDS.toNanos(1));
        }
        return ended;
    }

    private boolean await(long nanos) {
        try {
            return pool.awaitTermination(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(TimeUnit.SECONDS.toNanos(5));
    }
}
