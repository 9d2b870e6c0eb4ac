package dev.shorthand.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How many bytes all threads have allocated. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // From Java 21 on; before, what threads that have ended allocated is not known.
    private static final @Nullable MethodHandle TOTAL = total(THREADS);

    private Allocation() {}

    /** Returns the bytes allocated since the JVM began, or, before Java 21, by the threads alive. */
    static long total() {
        if (TOTAL != null) {
            try {
                return (long) TOTAL.invokeExact(THREADS);
            } catch (Throwable e) {
                throw new LinkageError("the JVM's own count cannot be had", e);
            }
        }
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    private static @Nullable MethodHandle total(ThreadMXBean threads) {
        try {
            MethodHandle handle = MethodHandles.publicLookup()
                    .findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
            return (long) handle.invokeExact(threads) < 0 ? null : handle;
        } catch (Throwable e) {
            return null;
        }
    }
}
