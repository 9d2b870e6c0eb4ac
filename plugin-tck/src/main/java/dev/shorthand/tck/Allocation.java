package dev.shorthand.tck;

/**
 * Counts the bytes that a piece of work allocates on the thread that runs it, for tests that bound them. Holds nothing; safe for any thread.
 *
 * <pre>{@code
 * long bytes = Allocation.perRun(() -> decoder.decode(payload, 0, payload.length, Binding.plain()));
 * assertTrue(bytes <= 150);
 * }</pre>
 */
public final class Allocation {
    private static final int RUNS = 20_000;

    private Allocation() {}

    /**
     * Returns what one run allocates.
     *
     * @param work what is run once, on this thread
     * @return bytes, with those that the JVM needs for code that runs the first time
     * @throws IllegalStateException if this JVM does not count
     */
    public static long of(Runnable work) {
        if (!Allocated.isCounted()) {
            throw new IllegalStateException(
                    "this JVM does not count what its threads allocate; run the test with the module jdk.management");
        }
        long before = Allocated.bytes();
        work.run();
        return Allocated.bytes() - before;
    }

    /**
     * Returns what each of 20,000 runs allocates, after as many that warm up. It is the same from run to run and on every machine.
     *
     * @param work what is run, on this thread
     * @return bytes
     * @throws IllegalStateException if this JVM does not count
     */
    public static long perRun(Runnable work) {
        Runnable runs = () -> {
            for (int i = 0; i < RUNS; i++) {
                work.run();
            }
        };
        runs.run();
        return of(runs) / RUNS;
    }
}
