package dev.shorthand.binding.types;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;

/** Measures what this thread allocates, through reflection: on the module path java.management may not be there. */
final class Allocation {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10_000;

    private Allocation() {}

    /** Returns the bytes of one call, the least of a few series, as the compilers allocate too. */
    static long bytesPerCall(Runnable call) {
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        long least = Long.MAX_VALUE;
        for (int series = 0; series < 5; series++) {
            long before = allocated();
            for (int i = 0; i < ROUNDS; i++) {
                call.run();
            }
            least = Math.min(least, (allocated() - before) / ROUNDS);
        }
        return least;
    }

    private static long allocated() {
        try {
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            Method count =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
            return (long) count.invoke(bean, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            assumeTrue(false, "this run has no com.sun.management.ThreadMXBean: " + e);
            return 0;
        }
    }
}
