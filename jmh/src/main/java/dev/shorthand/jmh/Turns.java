package dev.shorthand.jmh;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Several pieces of work that take turns on this thread, round by round. Confined to one thread. */
final class Turns {
    /** How often each has its turn. */
    static final int ROUNDS = 15;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ROUND_NANOS = 20_000_000;

    // The warm-up goes on until the compiler had less than this part of two pieces in a row.
    private static final long PIECE_NANOS = 150_000_000;
    private static final double QUIET = 0.02;
    private static final int LEAST_PIECES = 4;
    private static final int MOST_PIECES = 20;

    private final List<Work> works;
    private final double[][] nanos;
    private final double[][] bytes;

    // Keeps what was made last, so that its making is not optimised away.
    private Object sink = "";

    /** What is measured. */
    interface Work {
        Object run() throws Exception;
    }

    Turns(List<Work> works) {
        this.works = works;
        this.nanos = new double[works.size()][ROUNDS];
        this.bytes = new double[works.size()][ROUNDS];
    }

    /** Warms up, and measures. */
    void take() throws Exception {
        // As many of each in a round as take about so long.
        int[] times = warmUp();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < times.length; i++) {
                measure(i, round, times[i]);
            }
        }
    }

    private int[] warmUp() throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        int[] times = new int[works.size()];
        int quiet = 0;
        for (int piece = 0; piece < MOST_PIECES && (piece < LEAST_PIECES || quiet < 2); piece++) {
            long compiled = compiler.getTotalCompilationTime();
            for (int i = 0; i < times.length; i++) {
                times[i] = (int) Math.max(1, runFor(works.get(i)) * ROUND_NANOS / PIECE_NANOS);
            }
            boolean rests = (compiler.getTotalCompilationTime() - compiled) * 1e6 < PIECE_NANOS * times.length * QUIET;
            quiet = rests ? quiet + 1 : 0;
        }
        return times;
    }

    /** Returns how often a work ran in a piece of the processor's time. */
    private long runFor(Work work) throws Exception {
        long count = 0;
        long end = THREADS.getCurrentThreadCpuTime() + PIECE_NANOS;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            // Asking for the time takes as long as a small message.
            for (int i = 0; i < 16; i++) {
                sink = work.run();
            }
            count += 16;
        }
        return count;
    }

    private void measure(int which, int round, int times) throws Exception {
        Work work = works.get(which);
        long id = Thread.currentThread().getId();
        long allocated = THREADS.getThreadAllocatedBytes(id);
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            sink = work.run();
        }
        nanos[which][round] = (double) (THREADS.getCurrentThreadCpuTime() - begin) / times;
        bytes[which][round] = (double) (THREADS.getThreadAllocatedBytes(id) - allocated) / times;
    }

    /** Returns how many take turns. */
    int sides() {
        return works.size();
    }

    /** Returns the nanoseconds of one run of a work. */
    double nanos(int which) {
        return median(nanos[which].clone());
    }

    /** Returns the bytes allocated by one run of a work. */
    double bytes(int which) {
        return median(bytes[which].clone());
    }

    /** Returns the time of the first work as a multiple of another's: the median of the rounds. */
    double ratio(int other) {
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ratios[round] = nanos[0][round] / nanos[other][round];
        }
        return median(ratios);
    }

    /** Returns what was made last. */
    Object sink() {
        return sink;
    }

    /** Returns the middle one; sorts them. */
    static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
