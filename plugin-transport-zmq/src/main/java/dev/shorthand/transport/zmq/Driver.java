package dev.shorthand.transport.zmq;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one thread, and never two, drives a ZeroMQ socket, whatever handlers do.
 *
 * <p>The thread that drives the socket also delivers what arrives, so that a quick handler costs no hand-over. A second thread looks every two
 * milliseconds whether the first one is still at the same delivery; then a handler, or several in a row, take long, and the second one takes over the
 * socket. The first leaves when they return. So no peer waits for another's handler, and no thread but these touches the socket: an interrupt that is meant for a
 * thread of the application could close what jeromq wakes the socket with.
 *
 * <p>Safe for any thread.
 */
final class Driver {
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    // After so many looks without anything new, the one who looks sleeps until there is.
    private static final int CALM_LOOKS = 50;

    /** What one thread at a time does. */
    interface Task {
        /** Opens the socket, before anything else. */
        void openSocket() throws Exception;

        /** Does what there is to do, or waits for it. */
        Step step();

        /** Closes the socket, after everything else; {@code cause} is what broke it, or null. */
        void closeSocket(@Nullable Throwable cause);
    }

    /** What is next. */
    enum Step {
        /** Another step. */
        GO_ON,
        /** Nothing: another thread has taken over. */
        TAKEN_OVER,
        /** The end of all. */
        OVER
    }

    private final String name;
    private final Task task;

    // Odd while something is delivered. Only whoever drives makes it odd; whoever makes it even again drives.
    private final AtomicLong word = new AtomicLong();

    private volatile @Nullable Thread watcher;
    private volatile boolean watcherSleeps;
    private final CountDownLatch ended = new CountDownLatch(1);

    Driver(String name, Task task) {
        this.name = name;
        this.task = task;
    }

    /** A thread that may drive the socket, or runs a handler that has given its turn away. */
    private final class Worker extends Thread {
        // Confined to the thread itself: whether a delivery may run on it right now.
        private boolean delivers;

        // Whether another one has taken over while it ran a handler.
        private boolean relieved;

        Worker(String what, Runnable work) {
            super(work, "shorthand " + what + " " + name);
            setDaemon(true);
        }

        boolean isOf(Driver driver) {
            return Driver.this.equals(driver);
        }
    }

    /** Opens the socket on a thread of its own, which drives it from then on; throws what prevents that. */
    void start() throws Exception {
        Opening opening = new Opening();
        new Worker("zmq", () -> {
                    if (opening.run()) {
                        startWatcher();
                        drive();
                    } else {
                        ended.countDown();
                    }
                })
                .start();
        opening.await();
    }

    private final class Opening {
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable Exception failure;

        boolean run() {
            try {
                task.openSocket();
                return true;
            } catch (Exception e) {
                failure = e;
                return false;
            } finally {
                done.countDown();
            }
        }

        void await() throws Exception {
            done.await();
            Exception e = failure;
            if (e != null) {
                throw e;
            }
        }
    }

    private void startWatcher() {
        Thread next = new Worker("zmq watch", this::watch);
        watcher = next;
        next.start();
    }

    private void drive() {
        Throwable cause = null;
        try {
            Step step;
            do {
                step = task.step();
            } while (step == Step.GO_ON);
            if (step == Step.TAKEN_OVER) {
                return;
            }
        } catch (Throwable e) {
            LOG.error("{} ends, as driving its socket failed", name, e);
            cause = e;
        }
        try {
            task.closeSocket(cause);
        } finally {
            ended.countDown();
            LockSupport.unpark(watcher);
        }
    }

    private void watch() {
        long seen = -1;
        int calm = 0;
        while (ended.getCount() > 0) {
            long now = word.get();
            if (now == seen && isOdd(now) && word.compareAndSet(now, now + 1)) {
                startWatcher();
                drive();
                return;
            }
            calm = now == seen ? calm + 1 : 0;
            seen = now;
            if (calm < CALM_LOOKS) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            } else {
                sleep(now);
                calm = 0;
            }
        }
    }

    private void sleep(long now) {
        watcherSleeps = true;
        // Whoever delivers sets the word and then looks at the flag: one of us sees the other.
        if (word.get() == now && ended.getCount() > 0) {
            LockSupport.park(this);
        }
        watcherSleeps = false;
    }

    private static boolean isOdd(long word) {
        return (word & 1) == 1;
    }

    /**
     * Has actions of a peer given to its queue, by the thread that drives, which runs them itself where the queue is idle.
     *
     * @return false if another thread has taken over meanwhile, and this one is to leave
     */
    boolean deliver(Runnable delivery) {
        Worker self = (Worker) Thread.currentThread();
        self.delivers = true;
        self.relieved = false;
        delivery.run();
        self.delivers = false;
        return !self.relieved;
    }

    /** Runs the actions of one peer: on the thread that delivers the first of them, or on another where that one waits within a handler. */
    void runActions(Runnable actions) {
        if (Thread.currentThread() instanceof Worker self && self.isOf(this) && self.delivers) {
            self.delivers = false;
            runHere(self, actions);
        } else {
            new Worker("zmq handler", actions).start();
        }
    }

    /** Runs what may take a while, and waits for none of the peers' actions. */
    void runApart(Runnable action) {
        new Worker("zmq handler", action).start();
    }

    // Only here may another thread take over: what was to be delivered stands in its peer's queue, so nothing overtakes
    // it.
    private void runHere(Worker self, Runnable actions) {
        long busy = word.get() + 1;
        word.set(busy);
        if (watcherSleeps) {
            LockSupport.unpark(watcher);
        }
        actions.run();
        // What a handler has left behind would end the waiting for the socket.
        Thread.interrupted();
        self.relieved = !word.compareAndSet(busy, busy + 1);
    }

    /** Waits for the end of the socket, unless this is one of the threads that would bring it about. */
    void awaitEnd(long nanos) {
        if (Thread.currentThread() instanceof Worker self && self.isOf(this)) {
            return;
        }
        try {
            if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
                LOG.warn("{} does not close within {} ms", name, TimeUnit.NANOSECONDS.toMillis(nanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
