package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.binding.Outcome;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Handler;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.kernel.RpcException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several calls at once, to one peer or to several, with an outcome for each. */
class SeveralCallsTest {
    private static Endpoint clientOf(Endpoint server, Handler handler) throws Exception {
        return Endpoint.builder()
                .codec("jrpc")
                .transport(Pair.clientOf(server))
                .dispatcher(new Dispatcher().add("who", handler))
                .open();
    }

    @Test
    void eachPeerHasItsOutcomeInTheirOrder() throws Exception {
        BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
        CountDownLatch secondAnswers = new CountDownLatch(1);
        try (Endpoint server = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0")
                        .onConnect(connected::add)
                        .open();
                Endpoint first = clientOf(server, (params, caller) -> {
                    secondAnswers.await(20, TimeUnit.SECONDS);
                    return "first";
                })) {
            Peer atFirst = connected.poll(20, TimeUnit.SECONDS);
            try (Endpoint second = clientOf(server, (params, caller) -> {
                secondAnswers.countDown();
                throw new RpcException(2, "second fails");
            })) {
                Peer atSecond = connected.poll(20, TimeUnit.SECONDS);
                try (Endpoint third = clientOf(server, (params, caller) -> "third")) {
                    Peer atThird = connected.poll(20, TimeUnit.SECONDS);
                    atThird.close();
                    List<Outcome<Object>> outcomes = Outcome.ofEach(
                            List.of(atThird, atFirst, atSecond), peer -> peer.callAsync("who", Params.absent()));
                    assertEquals(3, outcomes.size());
                    assertInstanceOf(
                            DisconnectedException.class,
                            outcomes.get(0).failure().orElseThrow());
                    assertEquals("first", outcomes.get(1).result());
                    assertEquals("failure second fails", outcomes.get(2).toString());
                    assertEquals(
                            2,
                            assertThrows(
                                            RemoteException.class,
                                            () -> outcomes.get(2).result())
                                    .code());
                    Wait.until("the third is gone", () -> third.peers().isEmpty());
                }
                assertEquals(1, second.peers().size());
            }
            assertEquals(1, first.peers().size());
        }
    }

    @Test
    void onePeerIsCalledSeveralTimesAtOnce() throws Exception {
        BlockingQueue<Promise<Object>> waiting = new LinkedBlockingQueue<>();
        Dispatcher dispatcher = new Dispatcher().add("meet", (params, caller) -> {
            // Nobody is answered before all are here.
            Promise<Object> promise = new Promise<>();
            waiting.add(promise);
            if (waiting.size() == 3) {
                waiting.forEach(each -> each.complete("met"));
            }
            return promise.thenApply(met -> met + " " + params.value(0));
        });
        try (Pair pair = Pair.open(server -> server.dispatcher(dispatcher), client -> {})) {
            List<Outcome<Object>> outcomes = Outcome.ofEach(
                    List.of("a", "b", "c"), name -> pair.client.callAsync("meet", Params.positional(name)));
            assertEquals("[result met a, result met b, result met c]", outcomes.toString());
        }
    }
}
