package dev.shorthand.tests.kernel;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what will be, with a deadline. */
public final class Wait {
    private static final long LONGEST_NANOS = 20_000_000_000L;

    private Wait() {}

    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited 20 s in vain until " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
