package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A call that is cancelled before it is handled, while it is, and after, as each of the protocols has it. */
class CancellationTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final List<Cancellation> TOLD =
            List.of(Cancellation.RPC, Cancellation.LANGUAGE_SERVER, Cancellation.MODEL_CONTEXT);

    /** Methods of a server, and the payloads that it has seen. */
    private static final class Watched {
        final Queue<String> seen = new ConcurrentLinkedQueue<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch cancelled = new CountDownLatch(1);
        final AtomicInteger ran = new AtomicInteger();
        final Dispatcher dispatcher = new Dispatcher()
                .add("block", (params, caller) -> {
                    begun.countDown();
                    return release.await(20, TimeUnit.SECONDS);
                })
                .add("until", (params, caller) -> {
                    caller.onCancel(cancelled::countDown);
                    begun.countDown();
                    boolean told = cancelled.await(20, TimeUnit.SECONDS);
                    return told && caller.isCancelled();
                })
                .add("run", (params, caller) -> ran.incrementAndGet())
                .add("marker", (params, caller) -> null);

        Pair open(Cancellation protocol) throws Exception {
            return Pair.open(
                    server -> server.dispatcher(dispatcher)
                            .cancellation(protocol)
                            .trace((direction, peer, payload, offset, length) ->
                                    seen.add(new String(payload, offset, length, StandardCharsets.UTF_8))),
                    client -> client.cancellation(protocol));
        }

        /** Waits until the server has taken all that was sent to it before, though its handler is busy. */
        void catchUp(Endpoint client) {
            client.notify("marker", Params.absent());
            Wait.until("all is read", () -> seen.stream().anyMatch(text -> text.contains("marker")));
        }
    }

    private static int runsThoughCancelledBefore(Cancellation protocol) throws Exception {
        Watched watched = new Watched();
        try (Pair pair = watched.open(protocol)) {
            Promise<Object> block = pair.client.callAsync("block", Params.absent());
            assertTrue(watched.begun.await(20, TimeUnit.SECONDS));
            Promise<Object> behind = pair.client.callAsync("run", Params.absent());
            assertTrue(behind.cancel(false));
            watched.catchUp(pair.client);
            watched.release.countDown();
            assertEquals(true, block.result(LONG));
            // It is answered all the same, as every call is; nobody waits for that here.
            Wait.until(
                    "it is answered",
                    () -> pair.client.peers().iterator().next().droppedReplies() == 1);
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
            return watched.ran.get();
        }
    }

    @Test
    void aCallThatIsCancelledBeforeItBeginsIsNotHandled() throws Exception {
        for (Cancellation protocol : TOLD) {
            assertEquals(0, runsThoughCancelledBefore(protocol), protocol::toString);
        }
    }

    @Test
    void aCallThatIsCancelledInSilenceIsHandled() throws Exception {
        assertEquals(1, runsThoughCancelledBefore(Cancellation.NONE));
    }

    @Test
    void aHandlerThatRunsSeesThatItsCallerHasCancelled() throws Exception {
        for (Cancellation protocol : TOLD) {
            Watched watched = new Watched();
            try (Pair pair = watched.open(protocol)) {
                Promise<Object> promise = pair.client.callAsync("until", Params.absent());
                assertTrue(watched.begun.await(20, TimeUnit.SECONDS));
                assertTrue(promise.cancel(false));
                // The thread that reads is in the handler until then.
                assertTrue(watched.cancelled.await(20, TimeUnit.SECONDS), protocol::toString);
                Wait.until(
                        "the handler has seen it, too",
                        () -> watched.seen.stream().anyMatch(text -> text.contains("\"result\":true")));
            }
        }
    }

    @Test
    void aCallThatHasItsReplyIsNotCancelled() throws Exception {
        for (Cancellation protocol : TOLD) {
            Watched watched = new Watched();
            try (Pair pair = watched.open(protocol)) {
                Promise<Object> promise = pair.client.callAsync("run", Params.absent());
                assertEquals(1L, promise.result(LONG));
                assertFalse(promise.cancel(false));
                watched.catchUp(pair.client);
                // The call, its reply, and what followed: nothing was said about the call in between.
                assertEquals(3, watched.seen.size(), watched.seen::toString);
            }
        }
    }

    @Test
    void aCancellationThatComesAfterTheReplyHarmsNothing() throws Exception {
        for (Cancellation protocol : TOLD) {
            Watched watched = new Watched();
            String parameter = protocol == Cancellation.MODEL_CONTEXT ? "requestId" : "id";
            String method = protocol.of(Id.of(1)).method();
            try (Pair pair = watched.open(protocol);
                    RawPeer raw = RawPeer.connect(pair.server.transports().get(0))) {
                assertEquals(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}",
                        raw.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\"}"));
                raw.send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{\"" + parameter + "\":1}}");
                // An id may be used again, and a late cancellation of the first call must not reach the second.
                assertEquals(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":2}",
                        raw.ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\"}"));
            }
        }
    }
}
