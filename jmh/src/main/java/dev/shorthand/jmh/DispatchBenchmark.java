package dev.shorthand.jmh;

import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Message;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Reply;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Dispatch of a typed call without transport and codec: a decoded call in, its reply out. Run it with {@code -prof gc}.
 *
 * <p>{@link #dispatch} is what a program can call; {@link #callback} what a connection calls, which makes no promise;
 * {@link #promise} what that promise costs by itself, and {@link #handler} what is not the dispatcher's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DispatchBenchmark {
    private static final String[] NAMES = {"text", "n", "flag"};

    private final Echo handler = new EchoHandler();
    private final Dispatcher dispatcher = new Dispatcher().serve(Echo.class, handler);
    private final String text = "x".repeat(32);
    private final Call call = new Call(Id.of(123_456), "echo", Params.named(NAMES, new Object[] {text, 42L, true}));
    private final Consumer<@Nullable Message> keep = this::keep;
    private @Nullable Message last;

    private void keep(@Nullable Message reply) {
        last = reply;
    }

    /** Checks that the answer is right. */
    @Setup
    public void setUp() {
        Reply right = new Reply(call.id(), text);
        if (!dispatch().equals(right) || !right.equals(callback())) {
            throw new IllegalStateException("the dispatcher answers " + dispatch() + " and " + callback());
        }
    }

    /** Dispatches, and takes the reply out of its promise. */
    @Benchmark
    public Message dispatch() {
        return dispatcher.dispatch(call, Caller.local()).result().orElseThrow();
    }

    /** Dispatches as a connection does. */
    @Benchmark
    public @Nullable Message callback() {
        InsideDispatcher.dispatch(dispatcher, call, Caller.local(), keep);
        return last;
    }

    /** Makes, completes and reads the promise that {@link #dispatch} returns. */
    @Benchmark
    public Message promise() {
        Promise<Optional<Message>> promise = new Promise<>();
        promise.complete(Optional.of(call));
        return promise.result().orElseThrow();
    }

    /** Makes the reply alone. */
    @Benchmark
    public Message handler() {
        return new Reply(call.id(), handler.echo(text, 42, true));
    }
}
