package dev.shorthand.transport.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zmq.Ctx;
import zmq.SocketBase;
import zmq.ZMQ;

/** Clients and servers with ZeroMQ's own proxy between them. */
@Timeout(60)
class DeviceTest {
    /** A ROUTER for clients and a DEALER to servers, with all messages passed from one to the other. */
    private static final class Device implements AutoCloseable {
        private final Ctx context = ZMQ.init(1);
        final String address;

        Device(Endpoint... servers) {
            SocketBase front = context.createSocket(ZMQ.ZMQ_ROUTER);
            SocketBase back = context.createSocket(ZMQ.ZMQ_DEALER);
            // Or one that jeromq has lost would be made anew after 30 s alone: its context has no selector of ours.
            front.setSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL, 500);
            back.setSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL, 500);
            // A server that is not connected gets no messages.
            back.setSocketOpt(ZMQ.ZMQ_IMMEDIATE, false);
            front.bind("tcp://127.0.0.1:*");
            address = (String) front.getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT);
            for (Endpoint server : servers) {
                back.connect(server.transports().get(0).substring("zmqserv:".length()));
            }
            // It ends with the context, whose end waits for it.
            new Thread(() -> {
                        ZMQ.proxy(front, back, null);
                        for (SocketBase socket : new SocketBase[] {front, back}) {
                            socket.setSocketOpt(ZMQ.ZMQ_LINGER, 0);
                            socket.close();
                        }
                    })
                    .start();
        }

        @Override
        public void close() {
            context.terminate();
        }
    }

    private static Endpoint serve(String name) throws IOException {
        Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("zmqserv:tcp://127.0.0.1:0")
                .open();
        server.dispatcher().add("who", (params, caller) -> name);
        return server;
    }

    private static void stop(Endpoint server) {
        server.close();
    }

    @Test
    void aServerThatStopsLeavesTheClientToTheOthersBehindTheDevice() throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        try (Endpoint first = serve("first");
                Endpoint second = serve("second");
                Device device = new Device(first, second);
                Endpoint client = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("zmq:" + device.address)
                        .timeout(Duration.ofSeconds(2))
                        .onDisconnect(gone::add)
                        .open()) {
            Set<String> served = new HashSet<>();
            while (served.size() < 2) {
                served.add((String) client.call("who", Params.absent()));
            }
            stop(first);
            // The device may still give a call to the one that has gone; and what that one has said last comes through
            // it, too.
            int answered = 0;
            while (answered < 300) {
                try {
                    assertThat(client.call("who", Params.absent())).isEqualTo("second");
                    answered++;
                } catch (DeadlineException e) {
                    answered = 0;
                }
            }
            assertThat(gone).isEmpty();
        }
    }
}
