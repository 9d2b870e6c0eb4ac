package dev.shorthand.kernel.engine;

/**
 * A thread's present task, which is told when the thread is about to wait, so that it gives away what others need meanwhile: the
 * reading of a connection, or its turn on a queue.
 *
 * <p>Safe for any thread; the task is remembered per thread.
 */
public final class Blocking {
    private static final ThreadLocal<@Nullable Blocking> CURRENT = new ThreadLocal<>();

    // What this task is to bring about, and so cannot wait for; null for nothing in particular.
    private @Nullable Object result;

    private final Runnable giveAway;
    private final @Nullable Runnable takeBack;

    /**
     * Makes a task, for what a thread does that others may wait for.
     *
     * @param giveAway gives away what others need, as the thread is about to wait
     * @param takeBack takes back, after the wait, what must be held to go on; null for nothing
     */
    public Blocking(Runnable giveAway, @Nullable Runnable takeBack) {
        this.giveAway = giveAway;
        this.takeBack = takeBack;
    }

    /**
     * Says what the present task of this thread is to bring about.
     *
     * @param result what it must not wait for
     */
    public static void bringsAbout(Object result) {
        Blocking task = CURRENT.get();
        if (task != null) {
            task.result = result;
        }
    }

    /**
     * Says that this thread is about to wait; {@link #waited} follows in any case.
     *
     * @param awaited what it will wait for
     * @throws IllegalStateException if the wait could never end, as this very thread is to end it
     */
    public static void aboutToWait(Object awaited) {
        Blocking task = CURRENT.get();
        if (task != null) {
            if (awaited == task.result) {
                throw new IllegalStateException(
                        "the action would wait for its own result; have another action wait for it");
            }
            task.giveAway.run();
        }
    }

    /** Says that this thread has waited. */
    public static void waited() {
        Blocking task = CURRENT.get();
        if (task != null && task.takeBack != null) {
            task.takeBack.run();
        }
    }

    /**
     * Begins a task on this thread.
     *
     * @param task is told of every wait until {@link #exit}
     * @return the task it interrupts, to be given to {@link #exit}
     */
    public static @Nullable Blocking enter(Blocking task) {
        Blocking outer = CURRENT.get();
        CURRENT.set(task);
        return outer;
    }

    /**
     * Ends the task of this thread.
     *
     * @param outer what {@link #enter} returned
     */
    public static void exit(@Nullable Blocking outer) {
        // Not removed: the next task would have to enter it again, and so move what else the thread keeps.
        CURRENT.set(outer);
    }
}
