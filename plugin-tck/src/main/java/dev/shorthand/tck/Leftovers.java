package dev.shorthand.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The threads, sockets and child processes that there were at one moment, to compare with later. Immutable.
 *
 * @param threads  all platform threads that were alive
 * @param sockets  how many sockets, pipes and selectors were open; 0 where the operating system does not say
 * @param children how many child processes were alive
 */
public record Leftovers(Set<Thread> threads, long sockets, long children) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Copies the threads. */
    public Leftovers {
        threads = Set.copyOf(threads);
    }

    /**
     * Returns what there is now.
     *
     * @return to be compared with later
     */
    public static Leftovers now() {
        return new Leftovers(Thread.getAllStackTraces().keySet(), countSockets(), countChildren());
    }

    /**
     * Waits until all that came since is gone.
     *
     * @throws AssertionError if something stays; it is named
     */
    public void assertNothingMore() {
        Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
        more.removeAll(threads);
        for (Thread thread : more) {
            if (!isTheJdks(thread) && !endsInTime(thread)) {
                throw new AssertionError("the thread \"" + thread.getName() + "\" is left after close; it is in "
                        + java.util.Arrays.toString(thread.getStackTrace()));
            }
        }
        Await.until("the sockets to be closed: there were " + sockets, () -> countSockets() <= sockets);
        Await.until("the child processes to end: there were " + children, () -> countChildren() <= children);
    }

    /** The JDK keeps the threads that wait for child processes for a minute, for the next ones; newer ones add the child's number while it is alive. */
    private static boolean isTheJdks(Thread thread) {
        return thread.getName().startsWith("process reaper");
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

    private static long countChildren() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    private static boolean isSocket(Path descriptor) {
        try {
            String what = Files.readSymbolicLink(descriptor).toString();
            // An anonymous inode is what a selector has on Linux; files are the JDK's own, for the most part, such as
            // jars.
            return what.startsWith("socket:") || what.startsWith("pipe:") || what.startsWith("anon_inode:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }
}
