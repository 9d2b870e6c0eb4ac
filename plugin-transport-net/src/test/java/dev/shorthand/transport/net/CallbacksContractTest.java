package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.TransportContract;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The contract with two queues between two connections that are made of functions. */
final class CallbacksContractTest extends TransportContract {
    private static final byte[] END = {};

    private @Nullable Transport client;

    @Override
    protected Pair expressions() {
        return Pair.of("callback:server", "callback:client");
    }

    @Override
    protected List<String> malformed() {
        return List.of();
    }

    @Override
    protected Transport open(String expression) throws IOException {
        if (expression.contains("?")) {
            // What cannot be written as an expression has no options; that they are refused is shown with another.
            return super.open(expression.replace("callback:", "stdio:").replaceAll("(server|client)", ""));
        }
        Transport opened = client;
        client = null;
        if (expression.equals("callback:client") && opened != null) {
            return opened;
        }
        BlockingQueue<byte[]> there = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> back = new LinkedBlockingQueue<>();
        client = side("client", there, back);
        return side("server", back, there);
    }

    private static Transport side(String name, BlockingQueue<byte[]> in, BlockingQueue<byte[]> out) {
        return Callbacks.of(() -> message(in.take()), out::put)
                .peerName("callback-" + name)
                .onClose(() -> out.add(END))
                .open();
    }

    private static byte @Nullable [] message(byte[] taken) {
        return taken.length == 0 ? null : taken;
    }
}
