package dev.shorthand.cli;

import dev.shorthand.binding.Named;
import dev.shorthand.binding.Request;
import dev.shorthand.kernel.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of the demonstration's two clients. It puts what it is told into a queue, so that the demonstration can wait for it and show it in order.
 *
 * <p>Safe for any thread.
 */
final class DemoClient implements DemoListener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final String name;
    private final Endpoint endpoint;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** What a client needs to know of {@link DemoApi}: the callers' view, which has no {@code Caller}. */
    interface Calls {
        long add(long a, long b);

        String whoami();

        void note(String text);

        @Named("notes_taken")
        List<String> notesTaken();

        @Named("notify_all")
        void tellAll(String text);

        @Request
        @Named("fail_code")
        void failWithCode();

        @Named("ask_me")
        CompletionStage<@Nullable Void> askMe(String question);
    }

    /** Connects one that is called {@code name} in what the demonstration prints. */
    DemoClient(String name, String transport) throws IOException {
        this.name = name;
        this.endpoint = Endpoint.builder()
                .codec("jrpc")
                .transport(transport)
                .serve(DemoListener.class, this)
                .open();
    }

    String name() {
        return name;
    }

    /** Returns this client's side, to make an API on it. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Returns the server's methods. */
    Calls server() {
        return endpoint.remote(Calls.class);
    }

    /** Waits for what this client is told next. */
    String nextHeard() throws InterruptedException {
        String next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new Failures.Unexpected(name + " was told nothing within " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    @Override
    public void said(String text, String user) {
        heard.add("said(\"" + text + "\", \"" + user + "\")");
    }

    @Override
    public void notified(String text, String origin) {
        heard.add("notified(\"" + text + "\")");
    }

    @Override
    public String ask(String question) {
        heard.add("ask(\"" + question + "\")");
        return "tea";
    }

    @Override
    public void asked(@Nullable Object answer) {
        heard.add("asked(\"" + answer + "\")");
    }

    /** Is told that what was ordered is ready; a handler of {@link DemoOrders#ready}. */
    void ready(String dish) {
        heard.add("ready(\"" + dish + "\")");
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
