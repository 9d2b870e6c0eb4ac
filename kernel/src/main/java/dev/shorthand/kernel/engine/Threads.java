package dev.shorthand.kernel.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads for handlers: virtual ones where the running Java has them. Safe for any thread. */
public final class Threads {
    // The queue behind the pool is bounded by the bytes of calls that each connection may have waiting.
    private static final int POOL = 256;

    // Looked up, as this code is compiled for Java 17, which does not have it.
    private static final @Nullable MethodHandle VIRTUAL_PER_TASK = virtualPerTask();

    private Threads() {}

    /**
     * Returns an executor that runs many tasks at once.
     *
     * @return one that starts a virtual thread for each (Java 21), or a pool of daemon threads that grows to 256
     */
    public static ExecutorService concurrent() {
        if (VIRTUAL_PER_TASK != null) {
            try {
                return (ExecutorService) VIRTUAL_PER_TASK.invokeExact();
            } catch (Throwable e) {
                throw new LinkageError("virtual threads are there and cannot be had", e);
            }
        }
        AtomicInteger numbers = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(POOL, POOL, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "shorthand-handler-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static @Nullable MethodHandle virtualPerTask() {
        // On 19 and 20 the method is there, but only with preview features.
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
