package dev.shorthand.tck;

import dev.shorthand.kernel.spi.Framing;
import dev.shorthand.kernel.spi.FramingException;
import dev.shorthand.kernel.spi.OutputBuffer;

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
    private static final int FRAMES_IN_BUFFER = 4;
    private static final int CUTS = 2_000;

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

    /**
     * Returns what framing one message allocates: its payload is wrapped, and its frame cut out again; 20,000 times, after as many that warm up.
     *
     * @param framing by which it is done
     * @param payload of one message
     * @return bytes
     * @throws IllegalStateException if this JVM does not count
     */
    public static long perFrame(Framing framing, byte[] payload) {
        OutputBuffer out = new OutputBuffer(1024);
        return perRun(() -> {
            out.clear();
            out.write(payload);
            framing.wrap(out, 0);
            cutAll(framing, out, 1);
        });
    }

    /**
     * Returns what cutting 2,000 frames allocates in all, of which four stand in the buffer at a time; after as many that warm up.
     *
     * @param framing by which it is done
     * @param payload of one message
     * @return bytes, with a few that the JVM may need for itself
     * @throws IllegalStateException if this JVM does not count
     */
    public static long of2000Cuts(Framing framing, byte[] payload) {
        OutputBuffer out = new OutputBuffer(FRAMES_IN_BUFFER * (payload.length + 64));
        for (int i = 0; i < FRAMES_IN_BUFFER; i++) {
            int start = out.size();
            out.write(payload);
            framing.wrap(out, start);
        }
        Runnable cuts = () -> {
            for (int i = 0; i < CUTS; i += FRAMES_IN_BUFFER) {
                cutAll(framing, out, FRAMES_IN_BUFFER);
            }
        };
        cuts.run();
        return of(cuts);
    }

    private static void cutAll(Framing framing, OutputBuffer frames, int expected) {
        int found = 0;
        try {
            int start = 0;
            while (start < frames.size() && framing.split(frames.array(), start, frames.size())) {
                start = framing.frameEnd();
                found++;
            }
        } catch (FramingException e) {
            throw new AssertionError("what wrap has made is no frame", e);
        }
        if (found != expected) {
            throw new AssertionError("of " + expected + " frames " + found + " were found");
        }
    }
}
