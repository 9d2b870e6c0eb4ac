package dev.shorthand.jmh;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How calls are made: one at a time, many at once, over many connections, or without an answer. */
enum Load {
    /** One call at a time on one connection. */
    SEQUENTIAL(1, 1),
    /** 64 calls at once on one connection, from one thread that does not wait. */
    INFLIGHT64(1, 64),
    /** 512 calls at once on one connection, from one thread that does not wait. */
    INFLIGHT512(1, 512),
    /** 64 chains of calls on one connection: each reply sets off the next call, on the thread that reads. */
    CHAIN64(1, 64),
    /** One call at a time on each of 64 connections, each from a thread of its own. */
    CONNECTIONS64(64, 1),
    /** Notifications, ended by one call. */
    NOTIFICATIONS(1, 1);

    // More latencies than these are not kept; a round of seconds has fewer.
    private static final int MOST_LATENCIES = 1 << 20;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    final int connections;
    final int inFlight;

    Load(int connections, int inFlight) {
        this.connections = connections;
        this.inFlight = inFlight;
    }

    /**
     * What one round gave: times in µs; latencies where calls were made one at a time on one connection, else 0. The processors' time is
     * that of the whole JVM, and says more than the rate where other programs take their share.
     */
    record Sample(double perSecond, double p50, double p99, double cpuPerCall, double bytesPerCall) {}

    /** Makes at least so many calls, for at least so long. */
    Sample run(Side side, long calls, long nanos) throws IOException, InterruptedException {
        long[] latencies = new long[this == SEQUENTIAL ? MOST_LATENCIES : 0];
        long allocated = Allocation.total();
        long cpu = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        long until = begin + nanos;
        long made = switch (this) {
            case SEQUENTIAL -> sequential(side, calls, until, latencies);
            case INFLIGHT64, INFLIGHT512 -> side.pipeline(inFlight, calls, until);
            case CHAIN64 -> side.chains(inFlight, calls, until);
            case CONNECTIONS64 -> connections(side, calls, until);
            case NOTIFICATIONS -> side.notes(calls, until);
        };
        long took = System.nanoTime() - begin;
        double cpuPerCall = (PROCESS.getProcessCpuTime() - cpu) / 1e3 / made;
        double bytes = (double) (Allocation.total() - allocated) / made;
        int kept = (int) Math.min(made, latencies.length);
        Arrays.sort(latencies, 0, kept);
        return new Sample(
                made * 1e9 / took,
                kept == 0 ? 0 : latencies[kept / 2] / 1e3,
                kept == 0 ? 0 : latencies[(int) (kept * 0.99)] / 1e3,
                cpuPerCall,
                bytes);
    }

    private static long sequential(Side side, long calls, long until, long[] latencies) throws IOException {
        long made = 0;
        long before = System.nanoTime();
        while (made < calls || before < until) {
            side.call(0);
            long after = System.nanoTime();
            if (made < latencies.length) {
                latencies[(int) made] = after - before;
            }
            before = after;
            made++;
        }
        return made;
    }

    private long connections(Side side, long calls, long until) throws InterruptedException {
        CyclicBarrier begin = new CyclicBarrier(connections);
        AtomicLong made = new AtomicLong();
        Failure failure = new Failure();
        Thread[] callers = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            int connection = i;
            callers[i] = new Thread(
                    () -> {
                        try {
                            begin.await();
                            long mine = 0;
                            while (mine < Math.max(1, calls / connections) || System.nanoTime() < until) {
                                side.call(connection);
                                mine++;
                            }
                            made.addAndGet(mine);
                        } catch (IOException | RuntimeException | InterruptedException | BrokenBarrierException e) {
                            failure.first = e;
                        }
                    },
                    "caller-" + i);
        }
        for (Thread caller : callers) {
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        if (failure.first != null) {
            throw new IllegalStateException("a call failed", failure.first);
        }
        return made.get();
    }

    private static final class Failure {
        volatile @Nullable Exception first;
    }

    /** Returns its name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
