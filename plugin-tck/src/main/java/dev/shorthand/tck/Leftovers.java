package dev.shorthand.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The threads and sockets that there were at one moment, to compare with later. Immutable.
 *
 * @param threads all platform threads that were alive
 * @param sockets how many sockets were open; 0 where the operating system does not say
 */
record Leftovers(Set<Thread> threads, long sockets) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static Leftovers now() {
        return new Leftovers(Set.copyOf(Thread.getAllStackTraces().keySet()), countSockets());
    }

    /** Waits until all that came since is gone; names what stays. */
    void assertNothingMore() {
        Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
        more.removeAll(threads);
        for (Thread thread : more) {
            if (!isTheJdks(thread) && !endsInTime(thread)) {
                throw new AssertionError("the thread \"" + thread.getName() + "\" is left after close; it is in "
                        + java.util.Arrays.toString(thread.getStackTrace()));
            }
        }
        Await.until("the sockets to be closed: there were " + sockets, () -> countSockets() <= sockets);
    }

    /** The JDK keeps the threads that wait for child processes for a minute, for the next ones. */
    private static boolean isTheJdks(Thread thread) {
        return thread.getName().equals("process reaper");
    }

    private static boolean endsInTime(Thread thread) {
        try {
            thread.join(Await.deadline().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return !thread.isAlive();
    }

    private static long countSockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.filter(Leftovers::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError("cannot list " + DESCRIPTORS, e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }
}
