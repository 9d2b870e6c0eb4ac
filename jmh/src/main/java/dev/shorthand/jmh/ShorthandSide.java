package dev.shorthand.jmh;

import dev.shorthand.kernel.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
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
        Throwable e = failure;
        if (e != null) {
            throw new IllegalStateException("a call failed", e);
        }
        return sent;
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
