package dev.shorthand.codec.terse;

import java.lang.reflect.Method;

/** Counts the bytes that a thread allocates. By reflection, since the module under test does not read jdk.management. */
final class Allocation {
    private static final int RUNS = 20_000;

    private Allocation() {}

    /** Returns the bytes allocated by one run. */
    static long of(Runnable work) throws ReflectiveOperationException {
        long before = allocated();
        work.run();
        return allocated() - before;
    }

    /** Returns the bytes allocated by each of many runs, once the first ones have warmed up. */
    static long perRun(Runnable work) throws ReflectiveOperationException {
        Runnable runs = () -> {
            for (int i = 0; i < RUNS; i++) {
                work.run();
            }
        };
        runs.run();
        return of(runs) / RUNS;
    }

    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method count =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (Long) count.invoke(threads, Thread.currentThread().getId());
    }
}
