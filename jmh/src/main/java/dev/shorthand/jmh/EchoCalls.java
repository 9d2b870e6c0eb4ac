package dev.shorthand.jmh;

import dev.shorthand.kernel.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Typed calls between two endpoints of this JVM, over any transport. Confined to the thread that measures. */
final class EchoCalls implements AutoCloseable {
    /** As many calls at once wait for their replies. */
    static final int IN_FLIGHT = 64;

    private static final String TEXT = "x".repeat(64);

    private static final List<Items.Item> ITEMS = IntStream.range(0, 400)
            .mapToObj(i -> new Items.Item(
                    i, "item " + i, i / 4.0, List.of("red", "round"), new Items.Place(i / 2.0, -i), i % 2 == 0, null))
            .toList();

    /** Makes calls until a time on {@link System#nanoTime}, and returns how many. */
    interface Calls {
        long make(long untilNanos) throws Exception;
    }

    private final Endpoint server;
    private final Endpoint client;

    /**
     * Opens both sides.
     *
     * @param transport the server's
     * @param toClient  makes the client's of what the server's has become
     */
    EchoCalls(String transport, UnaryOperator<String> toClient) throws IOException {
        server = Endpoint.builder()
                .codec("jrpc")
                .transport(transport)
                .serve(Echo.class, new EchoHandler())
                .serve(Items.class, () -> ITEMS)
                .open();
        client = Endpoint.builder()
                .codec("jrpc")
                .transport(toClient.apply(server.transports().get(0)))
                .open();
    }

    long makeOneByOne(long untilNanos) {
        Echo remote = client.remote(Echo.class);
        long made = 0;
        for (; System.nanoTime() < untilNanos; made++) {
            remote.echo(TEXT, 42, true);
        }
        return made;
    }

    /** Gets a list of records, one after the other. */
    long makeLarge(long untilNanos) {
        Items remote = client.remote(Items.class);
        long made = 0;
        for (; System.nanoTime() < untilNanos; made++) {
            if (remote.items().size() != ITEMS.size()) {
                throw new AssertionError("some of the records are missing");
            }
        }
        return made;
    }

    /** As the raw side does: what comes in is answered by the thread that has got it. */
    long makeChains(long untilNanos) throws InterruptedException {
        AsyncEcho remote = client.remote(AsyncEcho.class);
        AtomicLong made = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            next(remote, made, ended, untilNanos);
        }
        ended.await();
        return made.get();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its callback makes the next call
    private static void next(AsyncEcho remote, AtomicLong made, CountDownLatch ended, long untilNanos) {
        remote.echo(TEXT, 42, true).whenComplete((reply, e) -> {
            made.incrementAndGet();
            if (e == null && System.nanoTime() < untilNanos) {
                next(remote, made, ended, untilNanos);
            } else {
                ended.countDown();
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its callback gives back the permit
    long makeFromOneThread(long untilNanos) throws InterruptedException {
        AsyncEcho remote = client.remote(AsyncEcho.class);
        Semaphore permits = new Semaphore(IN_FLIGHT);
        long made = 0;
        for (; System.nanoTime() < untilNanos; made++) {
            permits.acquire();
            remote.echo(TEXT, 42, true).whenComplete((reply, e) -> permits.release());
        }
        permits.acquire(IN_FLIGHT);
        return made;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
