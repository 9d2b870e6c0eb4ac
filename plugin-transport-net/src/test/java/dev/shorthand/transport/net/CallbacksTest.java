package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code Callbacks} promises beyond the contract. */
@Timeout(60)
class CallbacksTest {
    private static Endpoint open(Callbacks.Builder builder) throws IOException {
        Endpoint endpoint = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(builder.open())
                .open();
        endpoint.dispatcher().add("echo", (params, caller) -> params.value(0));
        return endpoint;
    }

    @Test
    void callsGoThroughQueuesThatAreBounded() throws Exception {
        BlockingQueue<byte[]> there = new ArrayBlockingQueue<>(1);
        BlockingQueue<byte[]> back = new ArrayBlockingQueue<>(1);
        try (Endpoint one = open(Callbacks.of(there::take, back::put).peerName("two"));
                Endpoint two = open(Callbacks.of(back::take, there::put))) {
            assertThat(one.transports()).containsExactly("callback:two");
            for (long i = 0; i < 100; i++) {
                assertThat(one.call("echo", Params.positional(i))).isEqualTo(i);
                assertThat(two.call("echo", Params.positional(-i))).isEqualTo(-i);
            }
        }
    }

    @Test
    void anErrorOfTheChannelEndsTheConnectionWithItsWords() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        Callbacks.Reader reader = () -> {
            written.await();
            throw new IOException("the cable was cut");
        };
        try (Endpoint endpoint = open(Callbacks.of(reader, message -> written.countDown()))) {
            assertThatThrownBy(() -> endpoint.call("echo", Params.positional(1L)))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageContaining("the cable was cut");
            endpoint.awaitEnd();
        }
    }

    @Test
    void closingInterruptsTheReaderAndIsToldOnce() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger closed = new AtomicInteger();
        Callbacks.Reader reader = () -> {
            try {
                reads.countDown();
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        Endpoint endpoint = open(Callbacks.of(reader, message -> {}).onClose(closed::incrementAndGet));
        assertThat(reads.await(20, TimeUnit.SECONDS)).isTrue();
        endpoint.close();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void theReadersEndIsTheEndOfTheConnectionOnceItsCallsAreAnswered() throws Exception {
        BlockingQueue<byte[]> calls = new ArrayBlockingQueue<>(10);
        BlockingQueue<byte[]> replies = new ArrayBlockingQueue<>(10);
        try (Endpoint caller = open(Callbacks.of(replies::take, calls::put))) {
            var echoed = caller.callAsync("echo", Params.positional("last words"));
            BlockingQueue<byte[]> given = new ArrayBlockingQueue<>(1);
            given.add(calls.take());
            try (Endpoint handling = open(Callbacks.of(given::poll, replies::put))) {
                handling.awaitEnd();
            }
            assertThat(echoed.result()).isEqualTo("last words");
        }
    }
}
