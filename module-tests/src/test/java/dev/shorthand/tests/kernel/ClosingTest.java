package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointClosedException;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RpcException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code close()} does to the calls that are in flight, and when it is called again, or by a handler. */
class ClosingTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int CALLS = 500;

    // Calls that end this close to the end of the grace period may go either way.
    private static final long EITHER_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Calls that take from 0 to 2 s, but for the last, which does not end by itself, and when each of them had its result, on {@link System#nanoTime}. */
    private static final class Slow {
        final AtomicLongArray endedAt = new AtomicLongArray(CALLS);
        final CountDownLatch arrived = new CountDownLatch(CALLS);
        final Dispatcher dispatcher = new Dispatcher().add("slow", (params, caller) -> {
            long number = (Long) params.value(0);
            arrived.countDown();
            if (number == CALLS - 1) {
                return new Promise<>();
            }
            return CompletableFuture.supplyAsync(
                    () -> {
                        endedAt.set((int) number, System.nanoTime());
                        return number;
                    },
                    CompletableFuture.delayedExecutor(number * 2_000 / CALLS, TimeUnit.MILLISECONDS));
        });
    }

    private static void closesWithCallsInFlight(Function<Pair, Endpoint> closed) throws Exception {
        Set<Thread> before = shorthandThreads();
        Slow slow = new Slow();
        Duration grace = Duration.ofSeconds(1);
        try (Pair pair = Pair.open(server -> server.dispatcher(slow.dispatcher), client -> {})) {
            List<Promise<Object>> promises = new ArrayList<>();
            for (long i = 0; i < CALLS; i++) {
                promises.add(pair.client.callAsync("slow", Params.positional(i)));
            }
            assertTrue(slow.arrived.await(20, TimeUnit.SECONDS));
            Endpoint closing = closed.apply(pair);
            long begun = System.nanoTime();
            closing.close(grace);
            long ended = System.nanoTime();
            assertThrows(EndpointClosedException.class, () -> closing.call("slow", 0));
            assertTrue(closing.peers().isEmpty());
            int answered = 0;
            for (int i = 0; i < CALLS; i++) {
                Promise<Object> promise = promises.get(i);
                // Those that it answered at the last moment are still on their way to the other side.
                Wait.until("each call has ended", promise::isDone);
                long at = slow.endedAt.get(i);
                if (at != 0 && at - begun < grace.toNanos() - EITHER_WAY_NANOS) {
                    assertEquals((long) i, promise.result());
                    answered++;
                } else if (at == 0 || at - ended > 0) {
                    assertThrows(RpcException.class, promise::result);
                } else if (promise.isCompletedExceptionally()) {
                    assertThrows(RpcException.class, promise::result);
                }
            }
            assertTrue(answered > 0, "none was answered");
            assertTrue(answered < CALLS, "all were answered");
        }
        awaitNoThreadsBut(before);
    }

    @Test
    void theSideThatHandlesAnswersWhatEndsWithinTheGraceAndFailsTheRest() throws Exception {
        closesWithCallsInFlight(pair -> pair.server);
    }

    @Test
    void theSideThatCallsGetsWhatEndsWithinTheGraceAndFailsTheRest() throws Exception {
        closesWithCallsInFlight(pair -> pair.client);
    }

    @Test
    void aCallThatComesWhileItClosesIsRefused() throws Exception {
        Promise<Object> result = new Promise<>();
        Dispatcher one =
                new Dispatcher().add("wait", (params, caller) -> result).add("more", (params, caller) -> 1);
        try (Pair pair = Pair.open(server -> server.dispatcher(one), client -> {})) {
            Promise<Object> waiting = pair.client.callAsync("wait", Params.absent());
            assertEquals(1L, pair.client.call("more"));
            Thread closing = new Thread(() -> pair.server.close(LONG));
            closing.start();
            Wait.until("it refuses new calls", () -> refusal(pair.client) != null);
            assertEquals(
                    "the other side is closing; connect again later",
                    refusal(pair.client).getMessage());
            result.complete("done");
            assertEquals("done", waiting.result(LONG));
            closing.join(20_000);
            assertEquals(Thread.State.TERMINATED, closing.getState());
        }
    }

    private static RpcException refusal(Endpoint client) {
        try {
            client.call("more");
            return null;
        } catch (RpcException e) {
            return e;
        }
    }

    @Test
    void closingTwiceAndFromSeveralThreadsAtOnceIsHarmless() throws Exception {
        Set<Thread> before = shorthandThreads();
        Dispatcher echo = new Dispatcher().add("echo", (params, caller) -> params.value(0));
        Pair pair = Pair.open(server -> server.dispatcher(echo), client -> {});
        int port = Integer.parseInt(pair.server.transports().get(0).replaceFirst(".*:", ""));
        assertEquals("x", pair.client.call("echo", "x"));
        CountDownLatch go = new CountDownLatch(1);
        List<Promise<Boolean>> closed = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Endpoint endpoint = i % 2 == 0 ? pair.server : pair.client;
            Promise<Boolean> done = new Promise<>();
            closed.add(done);
            new Thread(() -> {
                        try {
                            done.complete(go.await(20, TimeUnit.SECONDS));
                            endpoint.close();
                            endpoint.close(Duration.ZERO);
                        } catch (InterruptedException | RuntimeException e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        go.countDown();
        for (Promise<Boolean> done : closed) {
            assertTrue(done.result(LONG));
        }
        awaitNoThreadsBut(before);
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
        assertThrows(EndpointClosedException.class, () -> pair.client.call("echo", "x"));
    }

    @Test
    void whoClosesItSecondFindsItClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Dispatcher waiting = new Dispatcher().add("wait", (params, caller) -> {
            begun.countDown();
            return release.await(20, TimeUnit.SECONDS);
        });
        Pair pair = Pair.open(server -> server.dispatcher(waiting), client -> {});
        try (pair) {
            Promise<Object> answer = pair.client.callAsync("wait", Params.absent());
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            Thread first = new Thread(() -> pair.server.close(LONG));
            first.start();
            Wait.until("it is being closed", () -> first.getState() == Thread.State.TIMED_WAITING);
            Promise<Boolean> gone = new Promise<>();
            Thread second = new Thread(() -> {
                pair.server.close(LONG);
                gone.complete(pair.server.peers().isEmpty());
            });
            second.start();
            Wait.until("it waits, too", () -> second.getState() == Thread.State.TIMED_WAITING || gone.isDone());
            release.countDown();
            assertTrue(gone.result(LONG));
            assertEquals(true, answer.result(LONG));
            first.join();
            second.join();
        }
    }

    @Test
    void aHandlerThatClosesItsOwnEndpointIsAnsweredInEveryExecution() throws Exception {
        for (Execution execution : List.of(Execution.inline(), Execution.serial(), Execution.concurrent())) {
            Set<Thread> before = shorthandThreads();
            Promise<Endpoint> server = new Promise<>();
            Dispatcher stops = new Dispatcher().add("stop", (params, caller) -> {
                server.result(LONG).close(Duration.ofMinutes(10));
                return "stopped";
            });
            try (Pair pair = Pair.open(builder -> builder.dispatcher(stops).execution(execution), client -> {})) {
                server.complete(pair.server);
                assertEquals("stopped", pair.client.call("stop"), execution::toString);
                pair.server.awaitEnd();
                assertTrue(pair.server.peers().isEmpty());
            }
            awaitNoThreadsBut(before);
        }
    }

    @Test
    void anEndpointCanBeClosedByWhatFollowsItsOwnReply() throws Exception {
        Set<Thread> before = shorthandThreads();
        Dispatcher one = new Dispatcher().add("one", (params, caller) -> 1);
        try (Pair pair = Pair.open(server -> server.dispatcher(one), client -> {})) {
            pair.client
                    .callAsync("one", Params.absent())
                    .thenAccept(result -> pair.client.close(Duration.ofMinutes(10)))
                    .get(20, TimeUnit.SECONDS);
            pair.client.awaitEnd();
        }
        awaitNoThreadsBut(before);
    }

    @Test
    void aHandlerClosesTheEndpointOfAnotherItself() throws Exception {
        Dispatcher one = new Dispatcher().add("one", (params, caller) -> 1);
        try (Pair other = Pair.open(server -> server.dispatcher(one), client -> {})) {
            Dispatcher asks = new Dispatcher().add("ask", (params, caller) -> {
                assertInstanceOf(Long.class, other.client.call("one"));
                other.client.close();
                return other.client.peers().isEmpty();
            });
            try (Pair pair = Pair.open(server -> server.dispatcher(asks), client -> {})) {
                assertEquals(true, pair.client.call("ask"));
            }
        }
    }

    private static Set<Thread> shorthandThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("shorthand"))
                .collect(Collectors.toSet());
    }

    private static void awaitNoThreadsBut(Set<Thread> before) {
        Wait.until("its threads are gone", () -> before.containsAll(shorthandThreads()));
    }
}
