package dev.shorthand.kernel.engine;

import org.jspecify.annotations.Nullable;

/**
 * Tells a thread's present task that the thread is about to wait, so that it gives away what others need meanwhile: the
 * reading of a connection, or its turn on a queue.
 *
 * <p>Safe for any thread; the task is remembered per thread.
 */
public final class Blocking {
    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();

    private Blocking() {}

    /** What a thread does that others may wait for. */
    public interface Task {
        /**
         * Gives away what others need.
         *
         * @param awaited what the thread is about to wait for
         * @throws IllegalStateException if the wait could never end, as this very thread is to end it
         */
        void aboutToWait(Object awaited);

        /** Takes back, after the wait, what must be held to go on. */
        default void waited() {}
    }

    /**
     * Says that this thread is about to wait; {@link #waited} follows in any case.
     *
     * @param awaited what it will wait for
     * @throws IllegalStateException if the wait could never end
     */
    public static void aboutToWait(Object awaited) {
        Task task = CURRENT.get();
        if (task != null) {
            task.aboutToWait(awaited);
        }
    }

    /** Says that this thread has waited. */
    public static void waited() {
        Task task = CURRENT.get();
        if (task != null) {
            task.waited();
        }
    }

    /**
     * Begins a task on this thread.
     *
     * @param task is told of every wait until {@link #exit}
     * @return the task it interrupts, to be given to {@link #exit}
     */
    public static @Nullable Task enter(Task task) {
        Task outer = CURRENT.get();
        CURRENT.set(task);
        return outer;
    }

    /**
     * Ends the task of this thread.
     *
     * @param outer what {@link #enter} returned
     */
    public static void exit(@Nullable Task outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
