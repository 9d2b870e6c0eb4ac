package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
