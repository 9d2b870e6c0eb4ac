package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YieldingSelectorTest {
    private final Deque<Closeable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void aPipeThatBringsASignalComesBeforeAllElseThatIsReady() throws Exception {
        Selector selector = closing(new YieldingSelector(Selector.open()));
        List<Pipe> pipes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Pipe pipe = pipe();
            pipes.add(pipe);
            register(pipe.source(), selector, SelectionKey.OP_READ);
            // Always ready.
            register(pipe.sink(), selector, SelectionKey.OP_WRITE);
        }
        ByteBuffer signal = ByteBuffer.allocate(1);
        for (Pipe pipe : pipes) {
            pipe.sink().write(signal.clear());

            assertThat(selector.selectNow()).isEqualTo(pipes.size() + 1);

            assertThat(selector.selectedKeys())
                    .hasSize(pipes.size() + 1)
                    .first()
                    .isEqualTo(pipe.source().keyFor(selector));
            selector.selectedKeys().clear();
            pipe.source().read(signal.clear());
        }
    }

    @Test
    void whoWantsToConnectIsLeftWaitingInAPauseAndAllElseIsNot() throws Exception {
        AtomicLong clock = new AtomicLong();
        YieldingSelector selector = closing(new YieldingSelector(Selector.open(), clock::get));
        ServerSocketChannel server = serverWithOneWaiting(selector);
        Pipe pipe = pipe();
        register(pipe.source(), selector, SelectionKey.OP_READ);
        assertThat(selector.select()).isEqualTo(1);
        selector.selectedKeys().clear();

        YieldingSelector.pauseAccepting();
        assertThat(selector.selectNow()).isZero();
        // As jeromq does with all keys when one has come or gone.
        server.keyFor(selector).interestOps(SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        pipe.sink().write(ByteBuffer.allocate(1));
        assertThat(selector.select()).isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(pipe.source().keyFor(selector));
        selector.selectedKeys().clear();
        pipe.source().read(ByteBuffer.allocate(1));

        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(server.keyFor(selector));
    }

    @Test
    void aLookThatTheEndOfAPauseFallsIntoFindsWhoeverIsWaiting() throws Exception {
        YieldingSelector selector = closing(new YieldingSelector(Selector.open()));
        ServerSocketChannel server = serverWithOneWaiting(selector);
        for (long millis : new long[] {0, 60_000}) {
            YieldingSelector.pauseAccepting();
            assertThat(selector.select(millis)).isEqualTo(1);
            assertThat(selector.selectedKeys()).containsExactly(server.keyFor(selector));
            selector.selectedKeys().clear();
        }
    }

    private ServerSocketChannel serverWithOneWaiting(Selector selector) throws IOException {
        ServerSocketChannel server = closing(ServerSocketChannel.open());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        register(server, selector, SelectionKey.OP_ACCEPT);
        closing(SocketChannel.open(server.getLocalAddress()));
        return server;
    }

    private static void register(SelectableChannel channel, Selector selector, int ops) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, ops);
    }

    private Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        closing(pipe.source());
        closing(pipe.sink());
        return pipe;
    }

    private <T extends Closeable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }
}
