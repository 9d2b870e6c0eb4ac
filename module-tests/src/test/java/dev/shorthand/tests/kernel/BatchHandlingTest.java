package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.binding.Outcome;
import dev.shorthand.kernel.ActionQueue;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several calls in one message, as they are handled: in order or in parallel, and answered in order. */
class BatchHandlingTest {
    private static final int CALLS = 9;

    /** Sends calls of {@code run}, numbered from 0, in one batch, and returns their results. */
    private static List<Object> resultsOf(Dispatcher dispatcher, int calls, Consumer<EndpointBuilder> serverSide)
            throws Exception {
        try (Pair pair = Pair.open(
                server -> {
                    server.dispatcher(dispatcher);
                    serverSide.accept(server);
                },
                client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            for (int i = 0; i < calls; i++) {
                batch.call("run", Params.positional(i));
            }
            List<Object> results = new ArrayList<>();
            Outcome.ofAll(batch.send()).forEach(outcome -> results.add(outcome.result()));
            return results;
        }
    }

    private static List<Object> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> (Object) (long) i).toList();
    }

    private static void handlesInOrder(Execution execution) throws Exception {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> {
            events.add("begin " + params.value(0));
            Thread.yield();
            events.add("end " + params.value(0));
            return params.value(0);
        });
        assertEquals(numbers(CALLS), resultsOf(dispatcher, CALLS, server -> server.execution(execution)));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            expected.add("begin " + i);
            expected.add("end " + i);
        }
        assertEquals(expected, events);
    }

    @Test
    void isHandledInOrderInline() throws Exception {
        handlesInOrder(Execution.inline());
    }

    @Test
    void isHandledInOrderSerially() throws Exception {
        handlesInOrder(Execution.serial());
    }

    @Test
    void isHandledInOrderConcurrentlyToo() throws Exception {
        handlesInOrder(Execution.concurrent());
    }

    @Test
    void isHandledByAsManyAtOnceAsIsSaid() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier threeAreHere = new CyclicBarrier(3);
        Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            threeAreHere.await(20, TimeUnit.SECONDS);
            running.decrementAndGet();
            return params.value(0);
        });
        assertEquals(
                numbers(CALLS),
                resultsOf(
                        dispatcher,
                        CALLS,
                        server -> server.execution(Execution.concurrent()).parallelBatches(3)));
        assertEquals(3, most.get());
    }

    @Test
    void isAnsweredInTheOrderOfItsCallsWhicheverEndsFirst() throws Exception {
        CountDownLatch last = new CountDownLatch(1);
        Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> {
            if (params.value(0).equals(0L)) {
                last.await(20, TimeUnit.SECONDS);
            } else {
                last.countDown();
            }
            return params.value(0);
        });
        List<String> replies = Collections.synchronizedList(new ArrayList<>());
        assertEquals(
                numbers(2),
                resultsOf(
                        dispatcher,
                        2,
                        server -> server.execution(Execution.concurrent())
                                .parallelBatches(2)
                                .trace((direction, peer, payload, offset, length) ->
                                        replies.add(new String(payload, offset, length, StandardCharsets.UTF_8)))));
        assertEquals(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":0},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":1}]",
                replies.get(1));
    }

    @Test
    void isHandledByOneThreadWhereTheExecutorHasNoMore() throws Exception {
        Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> params.value(0));
        assertEquals(
                numbers(CALLS),
                resultsOf(
                        dispatcher,
                        CALLS,
                        server -> server.execution(Execution.on(new ActionQueue()))
                                .parallelBatches(4)));
        AtomicInteger given = new AtomicInteger();
        assertEquals(
                numbers(CALLS),
                resultsOf(
                        dispatcher,
                        CALLS,
                        server -> server.execution(Execution.on(work -> {
                                    if (given.getAndIncrement() > 0) {
                                        throw new RejectedExecutionException("busy");
                                    }
                                    new Thread(work).start();
                                }))
                                .parallelBatches(4)));
        assertEquals(2, given.get());
    }

    @Test
    void aHandlerMayWaitForACallBehindItInTheBatch() throws Exception {
        Promise<Object> last = new Promise<>();
        Dispatcher dispatcher = new Dispatcher().add("run", (params, caller) -> {
            if (params.value(0).equals(2L)) {
                last.complete(2L);
            }
            last.result();
            return params.value(0);
        });
        assertEquals(
                numbers(3),
                resultsOf(
                        dispatcher,
                        3,
                        server -> server.execution(Execution.on(new ActionQueue()))
                                .parallelBatches(3)));
    }

    @Test
    void aResultThatCannotBeSentFailsItsOwnCallAlone() throws Exception {
        Dispatcher dispatcher =
                new Dispatcher().add("good", (params, caller) -> "good").add("bad", (params, caller) -> new Thread());
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            CallBatch batch = CallBatch.to(pair.client);
            batch.call("good", Params.absent());
            batch.call("bad", Params.absent());
            batch.call("good", Params.absent());
            assertEquals(
                    "[result good, failure the result cannot be sent, result good]",
                    Outcome.ofAll(batch.send()).toString());
        }
    }

    @Test
    void refusesWhatCannotBe() {
        EndpointBuilder builder = Endpoint.builder().codec("jrpc").transport("tcpserv:127.0.0.1:0");
        assertEquals(
                "parallelBatches is 0; give 1 to have batches handled in order, or more",
                assertThrows(IllegalArgumentException.class, () -> builder.parallelBatches(0))
                        .getMessage());
        builder.parallelBatches(2);
        assertEquals(
                "parallelBatches is 2, but the execution \"inline\" handles calls in order;"
                        + " set execution(Execution.concurrent()), or leave parallelBatches at 1",
                assertThrows(IllegalStateException.class, builder::open).getMessage());
        builder.execution(Execution.serial());
        assertThrows(IllegalStateException.class, builder::open);
    }
}
