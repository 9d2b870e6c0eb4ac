package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.binding.Request;
import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Remote objects with a prefix, a deadline of their own, or without replies. */
class RemoteOptionsTest {
    interface Counter {
        int add(int by);

        boolean isZero();

        double half();

        char first();

        String text();

        Optional<String> find(String key);

        OptionalInt most();

        List<String> all();

        Promise<Integer> later();

        Promise<Optional<String>> maybeLater();

        @Request
        void reset();
    }

    private static Dispatcher counting(String prefix, BlockingQueue<String> called) {
        Dispatcher dispatcher = new Dispatcher();
        for (String name : List.of(
                "add", "isZero", "half", "first", "text", "find", "most", "all", "later", "maybeLater", "reset")) {
            dispatcher.add(prefix + name, (params, caller) -> {
                called.add(name);
                return name.equals("add") ? params.asMap().get("by") : null;
            });
        }
        return dispatcher;
    }

    @Test
    void aPrefixGoesBeforeEachName() throws Exception {
        BlockingQueue<String> called = new LinkedBlockingQueue<>();
        try (Pair pair = Pair.open(server -> server.dispatcher(counting("sub.counter.", called)), client -> {})) {
            RemoteOptions options = RemoteOptions.defaults().withPrefix("sub.counter.");
            Counter counter = pair.client.remote(Counter.class, options);
            assertEquals(7, counter.add(7));
            assertEquals(
                    "Counter under \"sub.counter.\" at "
                            + pair.client.transports().get(0),
                    counter.toString());
            assertEquals(
                    7,
                    pair.client
                            .peers()
                            .iterator()
                            .next()
                            .remote(Counter.class, options)
                            .add(7));
            assertNotEquals(counter, pair.client.remote(Counter.class));
        }
    }

    @Test
    void eachRemoteObjectHasItsOwnDeadline() throws Exception {
        Promise<Object> answer = new Promise<>();
        Dispatcher dispatcher = new Dispatcher().add("add", (params, caller) -> answer);
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            Counter hasty =
                    pair.client.remote(Counter.class, RemoteOptions.defaults().withTimeout(Duration.ofMillis(20)));
            Counter patient = pair.client.remote(Counter.class, Duration.ofSeconds(20));
            Promise<Integer> waited = new Promise<>();
            new Thread(() -> waited.complete(patient.add(1))).start();
            DeadlineException late = assertThrows(DeadlineException.class, () -> hasty.add(1));
            assertTrue(late.getMessage().startsWith("no reply to add from "), late::getMessage);
            assertFalse(waited.isDone());
            answer.complete(3L);
            assertEquals(3, waited.result(Duration.ofSeconds(20)));
        }
    }

    @Test
    void refusesADeadlineThatIsNone() {
        RemoteOptions options = RemoteOptions.defaults().withPrefix("a.").withOneWay();
        assertEquals("prefix \"a.\", timeout of the endpoint, one-way", options.toString());
        assertEquals(
                "timeout is PT0S; give a time over 0, for example 30 s",
                assertThrows(IllegalArgumentException.class, () -> options.withTimeout(Duration.ZERO))
                        .getMessage());
    }

    @Test
    void oneWayMethodsReturnNothingAndAskForNothing() throws Exception {
        BlockingQueue<String> called = new LinkedBlockingQueue<>();
        BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        try (Pair pair = Pair.open(
                server -> server.dispatcher(counting("c.", called)).trace((incoming, peer, payload, offset, length) -> {
                    if (!incoming) {
                        replies.add(new String(payload, offset, length, StandardCharsets.UTF_8));
                    }
                }),
                client -> {})) {
            Counter counter = pair.client.remote(
                    Counter.class, RemoteOptions.defaults().withPrefix("c.").withOneWay());
            assertEquals(0, counter.add(7));
            assertFalse(counter.isZero());
            assertEquals(0.0, counter.half());
            assertEquals('\0', counter.first());
            assertNull(counter.text());
            assertEquals(Optional.empty(), counter.find("key"));
            assertEquals(OptionalInt.empty(), counter.most());
            assertNull(counter.all());
            assertTrue(counter.later().isDone());
            assertNull(counter.later().result());
            assertEquals(Optional.empty(), counter.maybeLater().result());
            counter.reset();
            for (String name : List.of(
                    "add",
                    "isZero",
                    "half",
                    "first",
                    "text",
                    "find",
                    "most",
                    "all",
                    "later",
                    "later",
                    "maybeLater",
                    "reset")) {
                assertEquals(name, called.poll(20, TimeUnit.SECONDS));
            }
            assertEquals(0, pair.client.peers().iterator().next().pendingCalls());
            assertEquals(7L, pair.client.call("c.add", Map.of("by", 7)));
            assertEquals(1, replies.size(), replies::toString);
            assertEquals(
                    "Counter one-way under \"c.\" at "
                            + pair.client.transports().get(0),
                    counter.toString());
        }
    }

    @Test
    void oneWayMethodsOfAnEndpointGoToAllPeers() throws Exception {
        BlockingQueue<String> atFirst = new LinkedBlockingQueue<>();
        BlockingQueue<String> atSecond = new LinkedBlockingQueue<>();
        try (Pair pair = Pair.open(server -> {}, client -> client.dispatcher(counting("", atFirst)));
                Endpoint second = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(pair.server))
                        .dispatcher(counting("", atSecond))
                        .open()) {
            Wait.until("both are connected", () -> pair.server.peers().size() == 2);
            assertEquals(
                    0,
                    pair.server
                            .remote(Counter.class, RemoteOptions.defaults().withOneWay())
                            .add(1));
            assertEquals("add", atFirst.poll(20, TimeUnit.SECONDS));
            assertEquals("add", atSecond.poll(20, TimeUnit.SECONDS));
            assertEquals(1, second.peers().size());
        }
    }
}
