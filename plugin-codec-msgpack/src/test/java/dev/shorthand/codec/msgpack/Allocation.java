package dev.shorthand.codec.msgpack;

import java.lang.reflect.Method;

/**
 * Counts the bytes that a thread allocates. By reflection, since the module under test does not read jdk.management.
 */
final class Allocation {
    private Allocation() {}

    /** Returns the bytes allocated by one run. */
    static long of(Runnable work) throws ReflectiveOperationException {
        long before = allocated();
        work.run();
        return allocated() - before;
    }

    /** Returns the bytes allocated by each of many runs, once the first ones have warmed up. */
    static long perRun(Runnable work) throws ReflectiveOperationException {
        int runs = 20_000;
        for (int i = 0; i < runs; i++) {
            work.run();
        }
        return of(() -> {
                    for (int i = 0; i < runs; i++) {
                        work.run();
                    }
                })
                / runs;
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
