package dev.shorthand.jmh;

import dev.shorthand.kernel.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is measured: typed calls through jrpc and tcp, as an application makes them. Confined to the thread that measures. */
final class ShorthandSide implements Side {
    private final String text;
    private final Endpoint server;
    private final Endpoint client;
    private final List<Echo> remotes = new ArrayList<>();
    private final AsyncEcho async;
    private volatile @Nullable Throwable failure;

    ShorthandSide(String text, int connections) throws IOException {
        this.text = text;
        this.server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .serve(Echo.class, new EchoHandler())
                .open();
        var builder = Endpoint.builder().codec("jrpc");
        for (int i = 0; i < connections; i++) {
            builder.transport(server.transports().get(0).replace("tcpserv:", "tcp:"));
        }
        this.client = builder.open();
        if (connections == 1) {
            remotes.add(client.remote(Echo.class));
        } else {
            client.peers().forEach(peer -> remotes.add(peer.remote(Echo.class)));
        }
        this.async = client.peers().iterator().next().remote(AsyncEcho.class);
    }

    @Override
    public void call(int connection) {
        check(remotes.get(connection).echo(text, 42, true));
    }

    private void check(@Nullable String reply) {
        if (reply == null || reply.length() != text.length()) {
            throw new IllegalStateException("the reply is not what was sent: " + reply);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what comes of each call is looked at in its callback
    public long pipeline(int inFlight, long calls, long untilNanos) throws InterruptedException {
        Semaphore permits = new Semaphore(inFlight);
        long sent = 0;
        while (sent < calls || System.nanoTime() < untilNanos) {
            permits.acquire();
            async.echo(text, 42, true).whenComplete((reply, e) -> {
                if (e != null) {
                    failure = e;
                }
                permits.release();
            });
            sent++;
        }
        permits.acquire(inFlight);
        checkFailure();
        return sent;
    }

    private void checkFailure() {
        Throwable e = failure;
        if (e != null) {
            throw new IllegalStateException("a call failed", e);
        }
    }

    @Override
    public long chains(int inFlight, long calls, long untilNanos) throws InterruptedException {
        AtomicLong sent = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(inFlight);
        Chain chain = new Chain(sent, ended, calls, untilNanos);
        for (int i = 0; i < inFlight; i++) {
            chain.next();
        }
        ended.await();
        checkFailure();
        return sent.get();
    }

    /** What each reply of a chain does: the next call, or the end. Called by one thread at a time, once the first calls are made. */
    private final class Chain implements BiConsumer<String, @Nullable Throwable> {
        private final AtomicLong sent;
        private final CountDownLatch ended;
        private final long calls;
        private final long untilNanos;

        Chain(AtomicLong sent, CountDownLatch ended, long calls, long untilNanos) {
            this.sent = sent;
            this.ended = ended;
            this.calls = calls;
            this.untilNanos = untilNanos;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what comes of each call is looked at by accept
        void next() {
            sent.incrementAndGet();
            async.echo(text, 42, true).whenComplete(this);
        }

        @Override
        public void accept(String reply, @Nullable Throwable e) {
            if (e != null) {
                failure = e;
            }
            if (e == null && (sent.get() < calls || System.nanoTime() < untilNanos)) {
                next();
            } else {
                ended.countDown();
            }
        }
    }

    @Override
    public long notes(long calls, long untilNanos) {
        Echo remote = remotes.get(0);
        int notes = Side.notesPerCall(text.length());
        long sent = 0;
        while (sent < calls || System.nanoTime() < untilNanos) {
            for (int i = 1; i < notes; i++) {
                remote.note(text, 42, true);
            }
            check(remote.echo(text, 42, true));
            sent += notes;
        }
        return sent;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
