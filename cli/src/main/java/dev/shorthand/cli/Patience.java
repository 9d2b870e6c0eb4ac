package dev.shorthand.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does something that may take longer than anybody wants to wait. Holds nothing. */
final class Patience {
    private Patience() {}

    /** Returns what the work returns, or nothing if that takes longer; the work then goes on by itself, to the end of the process. */
    static <T> Optional<T> within(Duration time, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "shorthand-open");
        thread.setDaemon(true);
        thread.start();
        try {
            return Optional.of(task.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
