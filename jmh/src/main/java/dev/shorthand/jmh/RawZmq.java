package dev.shorthand.jmh;

import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZMQ;
import zmq.poll.PollItem;

/**
 * The bytes of a call there and back by raw jeromq: a DEALER, and a ROUTER driven by a thread of its own, which sends each message back. No codec, no
 * dispatch, nothing but jeromq. Confined to the thread that measures.
 */
final class RawZmq implements AutoCloseable {
    private static final byte[] BYTES = ("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":{\"text\":\""
                    + "x".repeat(64) + "\",\"number\":42,\"flag\":true},\"id\":123456}")
            .getBytes(StandardCharsets.UTF_8);

    private final Ctx serving = ZMQ.init(1);
    private final Ctx calling = ZMQ.init(1);
    private final SocketBase dealer;
    private final Sender sender;

    RawZmq() {
        SocketBase router = serving.createSocket(ZMQ.ZMQ_ROUTER);
        router.bind("tcp://127.0.0.1:0");
        String endpoint = (String) router.getSocketOptx(ZMQ.ZMQ_LAST_ENDPOINT);
        dealer = connect(endpoint);
        sender = new Sender(connect(endpoint));
        new Thread(() -> echo(router), "raw echo").start();
    }

    private SocketBase connect(String endpoint) {
        SocketBase made = calling.createSocket(ZMQ.ZMQ_DEALER);
        made.setSocketOpt(ZMQ.ZMQ_HANDSHAKE_IVL, 2_000);
        made.connect(endpoint);
        return made;
    }

    private static void echo(SocketBase router) {
        // Null when the context ends.
        for (Msg part = router.recv(0); part != null; part = router.recv(0)) {
            router.send(new Msg(part.data()), part.hasMore() ? ZMQ.ZMQ_SNDMORE : 0);
        }
        close(router);
    }

    /** Sends and receives on this thread: whatever comes in sets off the next message. */
    long make(int inFlight, long untilNanos) {
        for (int i = 0; i < inFlight; i++) {
            send(dealer);
        }
        long made = 0;
        for (; System.nanoTime() < untilNanos; made++) {
            receive();
            send(dealer);
        }
        for (int i = 0; i < inFlight; i++) {
            receive();
        }
        return made + inFlight;
    }

    /** Sends from this thread, while another receives. */
    long makeFromSender(int inFlight, long untilNanos) throws InterruptedException {
        long made = 0;
        Semaphore permits = sender.permits;
        permits.release(inFlight);
        for (; System.nanoTime() < untilNanos; made++) {
            permits.acquire();
            send(sender.toDriver);
        }
        permits.acquire(inFlight);
        return made;
    }

    private static void send(SocketBase to) {
        to.send(new Msg(), ZMQ.ZMQ_SNDMORE);
        to.send(new Msg(BYTES.clone()), 0);
    }

    private void receive() {
        Msg part;
        do {
            part = dealer.recv(0);
        } while (part.hasMore());
    }

    private static void close(SocketBase socket) {
        socket.setSocketOpt(ZMQ.ZMQ_LINGER, 0);
        socket.close();
    }

    /**
     * A DEALER with a thread of its own, as a socket is for one thread: it takes what another thread sends from a PAIR within the process, which is how the
     * ZeroMQ guide (chapter 2, "Multithreading with ZeroMQ") has threads speak to each other.
     */
    private final class Sender {
        final Semaphore permits = new Semaphore(0);
        final SocketBase toDriver = calling.createSocket(ZMQ.ZMQ_PAIR);
        private final Thread driver;

        Sender(SocketBase remote) {
            SocketBase fromSender = calling.createSocket(ZMQ.ZMQ_PAIR);
            fromSender.bind("inproc://sender");
            toDriver.connect("inproc://sender");
            driver = new Thread(() -> drive(fromSender, remote), "raw sender");
            driver.start();
        }

        private void drive(SocketBase fromSender, SocketBase remote) {
            Selector selector = calling.createSelector();
            PollItem[] both = {new PollItem(fromSender, ZMQ.ZMQ_POLLIN), new PollItem(remote, ZMQ.ZMQ_POLLIN)};
            while (forward(fromSender, remote)) {
                for (Msg part = remote.recv(ZMQ.ZMQ_DONTWAIT); part != null; part = remote.recv(ZMQ.ZMQ_DONTWAIT)) {
                    if (!part.hasMore()) {
                        permits.release();
                    }
                }
                ZMQ.poll(selector, both, -1);
            }
            calling.closeSelector(selector);
            RawZmq.close(fromSender);
            RawZmq.close(remote);
        }

        /** Returns false at the end, which is a frame alone. */
        private boolean forward(SocketBase from, SocketBase to) {
            boolean more = false;
            for (Msg part = from.recv(ZMQ.ZMQ_DONTWAIT); part != null; part = from.recv(ZMQ.ZMQ_DONTWAIT)) {
                if (!more && !part.hasMore()) {
                    return false;
                }
                more = part.hasMore();
                to.send(part, more ? ZMQ.ZMQ_SNDMORE : 0);
            }
            return true;
        }

        void end() {
            toDriver.send(new Msg(), 0);
            // What a PAIR has sent and nobody has read goes when it is closed.
            try {
                driver.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            RawZmq.close(toDriver);
        }
    }

    @Override
    public void close() {
        sender.end();
        close(dealer);
        calling.terminate();
        // Ends when the echo's thread has closed its socket.
        serving.terminate();
    }
}
