package dev.shorthand.tck;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** How many bytes the present thread has allocated, where the JVM counts them. By name, as the kit is not to require a module that an application may lack. */
final class Allocated {
    private static final @Nullable MethodHandle COUNT = count();

    private Allocated() {}

    private static @Nullable MethodHandle count() {
        try {
            Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return MethodHandles.publicLookup()
                    .findVirtual(type, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
                    .bindTo(bean);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /** Returns whether the JVM counts. */
    static boolean isCounted() {
        return COUNT != null;
    }

    /** Returns the bytes so far, or 0 where nobody counts. */
    static long bytes() {
        if (COUNT == null) {
            return 0;
        }
        try {
            return (long) COUNT.invokeExact(Thread.currentThread().getId());
        } catch (Throwable e) {
            throw new AssertionError("the JVM's own count cannot be had", e);
        }
    }
}
