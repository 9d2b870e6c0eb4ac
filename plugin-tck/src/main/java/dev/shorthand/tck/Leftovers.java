package dev.shorthand.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The threads, sockets, child processes and open files that there were at one moment, to compare with later. Immutable.
 *
 * @param threads  all platform threads that were alive
 * @param sockets  how many sockets, pipes and selectors were open; 0 where the operating system does not say
 * @param children how many child processes were alive
 * @param files    the paths of the files that were open, but for those that the JDK opens by itself; none where the operating system does not say
 */
public record Leftovers(Set<Thread> threads, long sockets, long children, Set<String> files) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    // Jars and libraries are opened when a class is needed first, and stay so.
    private static final Pattern OF_THE_JDK = Pattern.compile("(/proc|/sys|/dev)/.*|.*\\.(jar|so)|.*/lib/modules");

    /** Copies the sets. */
    public Leftovers {
        threads = Set.copyOf(threads);
        files = Set.copyOf(files);
    }

    /**
     * Returns what there is now.
     *
     * @return to be compared with later
     */
    public static Leftovers now() {
        return new Leftovers(Thread.getAllStackTraces().keySet(), countSockets(), countChildren(), openFiles());
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
        Await.until(
                "the files to be closed: there were " + files + " and are " + openFiles(),
                () -> files.containsAll(openFiles()));
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
        return descriptors().stream().filter(Leftovers::isSocket).count();
    }

    private static Set<String> openFiles() {
        return descriptors().stream()
                .filter(what ->
                        what.startsWith("/") && !OF_THE_JDK.matcher(what).matches() && isFile(what))
                .collect(Collectors.toSet());
    }

    /** Folders are listed through descriptors of their own, by this class, too. A file may have been deleted since. */
    private static boolean isFile(String what) {
        return what.endsWith(" (deleted)") || Files.isRegularFile(Path.of(what));
    }

    /** Returns what each open descriptor is for. */
    private static List<String> descriptors() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String what = target(descriptor);
                if (what != null) {
                    all.add(what);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("cannot list " + DESCRIPTORS, e);
        }
        return all;
    }

    private static @Nullable String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed since it was listed.
            return null;
        }
    }

    private static long countChildren() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }

    private static boolean isSocket(String what) {
        // An anonymous inode is what a selector has on Linux.
        return what.startsWith("socket:") || what.startsWith("pipe:") || what.startsWith("anon_inode:");
    }
}
