package dev.shorthand.cli;

import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.ErrorCodes;
import dev.shorthand.kernel.InvalidParamsException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.Quoted;
import dev.shorthand.kernel.RpcException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@link DemoApi}. Safe for any thread. */
final class DemoService implements DemoApi {
    private static final Logger LOG = LoggerFactory.getLogger(DemoService.class);

    private static final double LONGEST_SLEEP = 3_600;
    private static final int LARGEST_BLOB = 64 << 20;

    // Each sleeper takes some memory and no thread; without a bound a peer could have any number.
    private final Semaphore beds = new Semaphore(10_000);
    private final Notes notes = new Notes();

    // Calls may come before the endpoint that they come through has been returned by its builder.
    private final Promise<Endpoint> endpoint = new Promise<>();

    /** Returns a dispatcher that has all methods. */
    Dispatcher dispatcher() {
        return new Dispatcher().serve(DemoApi.class, this).addPublic("sub.", new DemoSub());
    }

    /** Says through which endpoint it serves, so that it can tell all who are connected. */
    void servesThrough(Endpoint opened) {
        endpoint.succeed(opened);
    }

    @Override
    public @Nullable Object echo(@Nullable Object value) {
        return value;
    }

    @Override
    public Number add(Number a, Number b) {
        return Numbers.add(a, b);
    }

    @Override
    public Number subtract(Number minuend, Number subtrahend) {
        return Numbers.add(minuend, Numbers.negate(subtrahend));
    }

    @Override
    public void nothing() {}

    @Override
    public void fail(String message) {
        throw new RpcException(ErrorCodes.SERVER_ERROR, message);
    }

    @Override
    public void failWithData(String message, @Nullable Object data) {
        throw new RpcException(ErrorCodes.SERVER_ERROR, message, data);
    }

    @Override
    public void failWithCode() {
        throw new RpcException(99, "custom failure", Map.of("hint", List.of(1, 2)));
    }

    @Override
    public String whoami(Caller caller) {
        return caller.peerName();
    }

    @Override
    public CompletionStage<@Nullable Void> sleep(double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST_SLEEP)) {
            throw new InvalidParamsException("sleep: seconds is " + seconds + "; give 0 to 3600");
        }
        if (!beds.tryAcquire()) {
            throw new LimitException("10,000 calls sleep already, which is the limit; try again later");
        }
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        return CompletableFuture.runAsync(
                beds::release, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public Number sum(List<Number> values) {
        return values.stream().reduce(0, Numbers::add);
    }

    @Override
    public byte[] blob(int size) {
        if (size < 0 || size > LARGEST_BLOB) {
            throw new InvalidParamsException("blob: size is " + size + "; give 0 to " + LARGEST_BLOB);
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Override
    public void log(String text, Caller caller) {
        LOG.info("{} says: {}", caller, Quoted.shorten(text));
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public List<String> notesTaken() {
        return notes.taken();
    }

    @Override
    public void say(String text, Caller caller) {
        String user = String.valueOf(caller.headers().getOrDefault("user", ""));
        caller.peer().ifPresent(peer -> peer.remote(DemoListener.class).said(text, user));
    }

    @Override
    public CompletionStage<@Nullable Void> tellAll(String text, Caller caller) {
        return endpoint.thenAccept(all -> all.remote(DemoListener.class).notified(text, caller.peerName()));
    }

    @Override
    public CompletionStage<@Nullable Void> askMe(String question, Caller caller) {
        // Waiting here for the answer would do no harm, but would take a thread for as long as the peer likes.
        Peer peer = caller.peer()
                .orElseThrow(() -> new IllegalStateException("ask_me was called from within this process"));
        return peer.callAsync("ask", Params.named(Map.of("question", question)))
                .thenAccept(answer -> peer.remote(DemoListener.class).asked(answer));
    }
}
