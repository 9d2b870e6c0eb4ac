package dev.shorthand.tests.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.kernel.Call;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Cancellation;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Handler;
import dev.shorthand.kernel.Id;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.transport.net.Internal;
import dev.shorthand.transport.net.Mux;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How calls go over {@code internal} with {@code objects=true}: with all that calls over other transports have, and no more of them at once. */
@Timeout(120)
class HandedTrafficTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Consumer<EndpointBuilder> method(String name, Handler handler) {
        return builder -> builder.dispatcher(new Dispatcher().add(name, handler));
    }

    private static Consumer<EndpointBuilder> echo() {
        return method("echo", (params, caller) -> params.value(0));
    }

    private static Consumer<EndpointBuilder> nothing() {
        return builder -> {};
    }

    interface Calculator {
        Promise<Integer> add(int a, int b);

        void note(Object note);
    }

    @Test
    void aBatchIsHandedOverAsOne() throws Exception {
        AtomicReference<Object> noted = new AtomicReference<>();
        try (Bus bus = Bus.handing(
                server -> server.serve(Adding.class, Math::addExact).serve(Noting.class, noted::set), nothing())) {
            Thread stranger = Thread.currentThread();
            CallBatch batch = CallBatch.to(bus.client);
            Calculator calculator = batch.remote(Calculator.class);
            Promise<Integer> sum = calculator.add(1, 2);
            calculator.note(stranger);
            Promise<Integer> tooMuch = calculator.add(Integer.MAX_VALUE, 1);
            assertEquals(2, batch.send().size());
            assertEquals(3, sum.result(LONG));
            assertEquals(
                    "integer overflow",
                    assertThrows(RemoteException.class, () -> tooMuch.result(LONG))
                            .getMessage());
            assertSame(stranger, noted.get());
        }
    }

    interface Adding {
        int add(int a, int b);
    }

    interface Noting {
        void note(Object note);
    }

    @Test
    void aBatchOverTheReceiversLimitIsRefused() throws Exception {
        try (Bus bus = Bus.open("objects=true&maxBatch=2", "objects=true", echo(), nothing())) {
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(Call.request("echo", Params.positional(i)));
            }
            for (Promise<Object> promise : bus.client.callAll(calls, List.of(), LONG)) {
                assertEquals(
                        -32600,
                        assertThrows(RemoteException.class, () -> promise.result(LONG))
                                .code());
            }
            assertEquals(
                    1,
                    bus.client
                            .callAll(calls.subList(1, 3), List.of(), LONG)
                            .get(0)
                            .result(LONG));
        }
    }

    @Test
    void idsComeBackAsTheyWere() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (Bus bus = Bus.handing(
                echo(), client -> client.ids(() -> Id.of(number.incrementAndGet() % 2 == 0 ? "7" : "a text")))) {
            assertEquals("one", bus.client.call("echo", "one"));
            assertEquals("two", bus.client.call("echo", "two"));
            assertEquals(0, bus.client.peers().iterator().next().droppedReplies());
        }
    }

    @Test
    void whatACallTellsAboutItselfArrives() throws Exception {
        BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();
        Object token = new Object();
        try (Bus bus = Bus.handing(
                server -> {
                    method("note", (params, caller) -> callers.add(caller)).accept(server);
                    server.carryDeadlines();
                },
                client -> client.carryDeadlines().carryMetadata(() -> Map.of("token", token)))) {
            bus.client
                    .callAsync("note", Params.absent(), Duration.ofSeconds(30))
                    .result(LONG);
            Caller caller = callers.remove();
            assertSame(token, caller.headers().get("token"));
            Duration left = caller.timeLeft().orElseThrow();
            assertTrue(left.toSeconds() <= 30 && left.toSeconds() > 10, left.toString());
            bus.client.notify("note", Map.of());
            Caller notifying = callers.poll(20, TimeUnit.SECONDS);
            assertSame(token, notifying == null ? null : notifying.headers().get("token"));
        }
    }

    @Test
    void aCallThatIsGivenUpIsCancelled() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Bus bus = Bus.handing(
                server -> {
                    method("run", (params, caller) -> {
                                caller.onCancel(cancelled::countDown);
                                begun.countDown();
                                return new Promise<>();
                            })
                            .accept(server);
                    server.cancellation(Cancellation.RPC).grace(Duration.ZERO);
                },
                client -> client.cancellation(Cancellation.RPC))) {
            Promise<Object> promise = bus.client.callAsync("run", Params.absent());
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            promise.cancel(false);
            assertTrue(cancelled.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void handlersCallBackWithinEachOther() throws Exception {
        Handler down = (params, caller) -> {
            int left = (Integer) params.value(0);
            return left == 0 ? 0 : 1 + (Integer) caller.peer().orElseThrow().call("down", left - 1);
        };
        for (Execution execution : List.of(Execution.inline(), Execution.serial(), Execution.concurrent())) {
            Consumer<EndpointBuilder> side = builder -> {
                method("down", down).accept(builder);
                builder.execution(execution);
            };
            try (Bus bus = Bus.handing(side, side)) {
                assertEquals(100, bus.client.call("down", 100));
            }
        }
    }

    @Test
    void floodsBothWaysAtOnceFinishWithLittleRoom() throws Exception {
        // 16 messages, which is less than the pipe between the two takes.
        String options = "objects=true&maxQueued=1024";
        try (Bus bus = Bus.open(options, options, echo(), echo())) {
            Flood there = new Flood(bus.client, 10_000);
            Flood back = new Flood(bus.server, 10_000);
            there.await();
            back.await();
        }
    }

    /** Calls from one side, as fast as they are taken. */
    private static final class Flood {
        private final List<Promise<Object>> promises = new ArrayList<>();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        Flood(Endpoint from, int calls) {
            thread = new Thread(() -> {
                try {
                    for (int i = 0; i < calls; i++) {
                        promises.add(from.callAsync("echo", Params.positional(i), LONG));
                    }
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                }
            });
            thread.start();
        }

        void await() throws Exception {
            thread.join();
            assertNull(failure.get());
            for (int i = 0; i < promises.size(); i++) {
                assertEquals(i, promises.get(i).result(LONG));
            }
        }
    }

    @Test
    void whoSendsMoreThanTheOtherTakesWaitsAndIsTold() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        String options = "objects=true&maxQueued=64KiB";
        try (Bus bus = Bus.open(
                options,
                options,
                method("stay", (params, caller) -> over.await(60, TimeUnit.SECONDS)),
                client -> client.timeout(Duration.ofMillis(200)))) {
            Peer server = bus.client.peers().iterator().next();
            AtomicInteger sent = new AtomicInteger();
            DeadlineException full = assertThrows(DeadlineException.class, () -> {
                for (; sent.get() < 100_000; sent.incrementAndGet()) {
                    server.notify("stay", Map.of());
                }
            });
            assertTrue(full.getMessage().endsWith("raise maxQueued, which is 65536"), full.getMessage());
            // Those in the two queues of 1,024 each, of which one is being written, in the pipe, and on their way.
            assertTrue(sent.get() < 6_000, sent + " were sent");
            over.countDown();
        }
    }

    @Test
    void noMoreCallsWaitForTheirReplyThanMay() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Bus bus = Bus.open(
                "objects=true",
                "objects=true&maxPending=3",
                method("stay", (params, caller) -> over.await(60, TimeUnit.SECONDS)),
                nothing())) {
            List<Promise<Object>> promises = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                promises.add(bus.client.callAsync("stay", Params.absent()));
            }
            assertThrows(LimitException.class, () -> bus.client.callAsync("stay", Params.absent()));
            over.countDown();
            for (Promise<Object> promise : promises) {
                assertEquals(true, promise.result(LONG));
            }
        }
    }

    @Test
    void whereAnEndpointHasATraceBothUseTheirCodec() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Consumer<EndpointBuilder> tracing =
                builder -> builder.trace((incoming, peer, payload, offset, length) -> seen.incrementAndGet());
        for (List<Consumer<EndpointBuilder>> sides :
                List.of(List.of(echo(), tracing), List.of(echo().andThen(tracing), nothing()))) {
            try (Bus bus = Bus.handing(sides.get(0), sides.get(1))) {
                assertEquals(List.of(1L), bus.client.call("echo", List.of(1)));
            }
        }
        assertEquals(4, seen.get());
    }

    @Test
    void whereAnEndpointHasSecurityNothingGoesAroundIt() throws Exception {
        Consumer<EndpointBuilder> secured = builder -> builder.security("blindly_believe_everything:ada");
        Handler who = (params, caller) ->
                caller.headers().get("user") + " " + params.value(0).getClass();
        try (Bus bus = Bus.handing(method("who", who).andThen(secured), secured)) {
            assertEquals("ada class java.lang.Long", bus.client.call("who", 1));
        }
        try (Bus bus = Bus.handing(method("who", who), secured)) {
            RemoteException refused = assertThrows(RemoteException.class, () -> bus.client.call("who", 1));
            assertEquals("Refused", refused.getMessage());
        }
    }

    @Test
    void itGoesThroughTransportsThatAreMadeOfOthers() throws Exception {
        String bus = UUID.randomUUID().toString();
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Mux.of(
                                Internal.bus(bus).name("server").objects(true).open()))
                        .dispatcher(new Dispatcher().add("echo", (params, caller) -> params.value(0)))
                        .open();
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("restart:10:(internal:" + bus + "?to=server&objects=true)")
                        .open()) {
            Object stranger = new Object();
            assertSame(stranger, client.call("echo", stranger), server.toString());
        }
    }

    @Test
    void nothingIsLeftOfAConnectionThatHasEnded() throws Exception {
        Leftovers before = Leftovers.now();
        CountDownLatch over = new CountDownLatch(1);
        WeakReference<Object> last;
        try (Bus bus = Bus.handing(
                method("stay", (params, caller) -> over.await(60, TimeUnit.SECONDS)),
                client -> client.grace(Duration.ZERO))) {
            last = new WeakReference<>(new Object());
            for (int i = 0; i < 5_000; i++) {
                bus.client.notify("stay", Params.positional(last.get()));
            }
            bus.client.close();
            over.countDown();
            bus.server.close();
        }
        before.assertNothingMore();
        Wait.until("what was sent last is let go", () -> {
            System.gc();
            return last.get() == null;
        });
        assertEquals(Optional.empty(), Optional.ofNullable(last.get()));
    }
}
