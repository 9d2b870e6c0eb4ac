package dev.shorthand.kernel.engine;

/**
 * A thread's present task, which is told when the thread is about to wait, so that it gives away what others need meanwhile: the
 * reading of a connection, or its turn on a queue.
 *
 * <p>Safe for any thread; the task is remembered per thread.
 */
public abstract class Blocking {
    private static final ThreadLocal<@Nullable Blocking> CURRENT = new ThreadLocal<>();

    /** For what a thread does that others may wait for. */
    protected Blocking() {}

    /**
     * Gives away what others need.
     *
     * @param awaited what the thread is about to wait for
     * @throws IllegalStateException if the wait could never end, as this very thread is to end it
     */
    protected abstract void giveAway(Object awaited);

    /** Takes back, after the wait, what must be held to go on. */
    protected void takeBack() {}

    /**
     * Says that this thread is about to wait; {@link #waited} follows in any case.
     *
     * @param awaited what it will wait for
     * @throws IllegalStateException if the wait could never end
     */
    public static void aboutToWait(Object awaited) {
        Blocking task = CURRENT.get();
        if (task != null) {
            task.giveAway(awaited);
        }
    }

    /** Says that this thread has waited. */
    public static void waited() {
        Blocking task = CURRENT.get();
        if (task != null) {
            task.takeBack();
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
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
