package dev.shorthand.kernel;

import static java.util.Objects.requireNonNull;

import dev.shorthand.kernel.engine.Blocking;
import dev.shorthand.kernel.engine.Workers;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions one at a time, in the order they were given. Its worker is alive only while there is work.
 *
 * <p>An action that waits on a {@link Promise} lets the next one begin meanwhile, and goes on when no other runs; so it may wait for what a later action does. It is refused to wait
 * for its own result.
 *
 * <p>Safe for any thread; all state is guarded by one lock.
 */
public final class ActionQueue implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(ActionQueue.class);

    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();
    private final ArrayDeque<Runnable> actions = new ArrayDeque<>();

    // Whether some thread holds the turn: it runs an action, or is about to look for one.
    private boolean running;

    // Threads that have waited and want their turn back. They come before new actions.
    private int returning;

    /** Makes a queue that starts a daemon thread when there is work. */
    public ActionQueue() {
        this(work -> Workers.daemon(work, "shorthand-actions").start());
    }

    /**
     * Makes a queue whose worker comes from elsewhere.
     *
     * @param workers runs the worker each time there is work after a pause
     */
    public ActionQueue(Executor workers) {
        this.workers = requireNonNull(workers, "workers");
    }

    /**
     * Queues an action. What it throws is logged, and the next one runs.
     *
     * @param action what to do
     */
    @Override
    public void execute(Runnable action) {
        requireNonNull(action, "action");
        lock.lock();
        try {
            actions.add(action);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        startWorker();
    }

    /**
     * Queues an action that has a result.
     *
     * @param <T>    what it returns
     * @param action what to do
     * @return completes when it has run
     */
    public <T extends @Nullable Object> Promise<T> submit(Callable<T> action) {
        Promise<T> promise = new Promise<>();
        execute(() -> {
            Blocking.bringsAbout(promise);
            try {
                promise.complete(action.call());
            } catch (Throwable e) {
                promise.completeExceptionally(e);
            }
        });
        return promise;
    }

    /**
     * Returns whether nothing runs and nothing waits to.
     *
     * @return true if an action given now would begin at once
     */
    public boolean isIdle() {
        lock.lock();
        try {
            return !running && actions.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void startWorker() {
        try {
            workers.execute(this::work);
        } catch (RuntimeException e) {
            lock.lock();
            try {
                running = false;
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private void work() {
        Blocking outer = Blocking.enter(new Blocking(this::giveAway, this::takeBack));
        try {
            for (Runnable action = next(); action != null; action = next()) {
                try {
                    action.run();
                } catch (Throwable e) {
                    LOG.warn("an action failed; the queue goes on", e);
                }
            }
        } finally {
            Blocking.exit(outer);
        }
    }

    /** Returns the next action, or null after giving the turn away. */
    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable action = returning > 0 ? null : actions.poll();
            if (action == null) {
                running = false;
                turn.signal();
            }
            return action;
        } finally {
            lock.unlock();
        }
    }

    // A worker's turn is given away while its action waits.

    private void giveAway() {
        boolean more;
        lock.lock();
        try {
            running = returning == 0 && !actions.isEmpty();
            more = running;
            if (!running) {
                turn.signal();
            }
        } finally {
            lock.unlock();
        }
        if (more) {
            startWorker();
        }
    }

    private void takeBack() {
        lock.lock();
        try {
            returning++;
            while (running) {
                turn.awaitUninterruptibly();
            }
            returning--;
            running = true;
        } finally {
            lock.unlock();
        }
    }
}
