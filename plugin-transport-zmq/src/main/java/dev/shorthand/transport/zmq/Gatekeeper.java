package dev.shorthand.transport.zmq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/**
 * Says to the sockets of one context which clients may connect, as ZeroMQ's RFC 27 (ZAP) has it: each handshake asks here, and waits for the answer.
 *
 * <p>Has a thread of its own, as a handshake is made while the thread that drives the socket is elsewhere; it ends with the context.
 */
final class Gatekeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    // RFC 27: where it is asked, and the frames of what is asked.
    private static final String ADDRESS = "inproc://zeromq.zap.01";
    private static final byte[] VERSION = ascii("1.0");
    private static final int REQUEST_ID = 1;
    private static final int CLIENT = 3;
    private static final int MECHANISM = 5;
    private static final int KEY = 6;

    private final CurveClients clients;
    private final SocketBase socket;
    private final Thread thread;

    private final SeldomWarning warnings = new SeldomWarning();

    // Confined to the thread: how many were refused since the last warning.
    private long unsaid;

    Gatekeeper(Ctx ctx, CurveClients clients) throws IOException {
        this.clients = clients;
        this.socket = ctx.createSocket(ZMQ.ZMQ_REP);
        if (!socket.bind(ADDRESS)) {
            IOException failure = new IOException("cannot bind " + ADDRESS + ": " + ZError.toString(socket.errno()));
            socket.close();
            throw failure;
        }
        thread = new Thread(this, "shorthand zmq gatekeeper");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            for (List<byte[]> asked = receive(); asked != null; asked = receive()) {
                answer(asked);
            }
        } finally {
            socket.close();
        }
    }

    /** Returns the frames of the next question, or null when the context ends. */
    private @Nullable List<byte[]> receive() {
        List<byte[]> frames = new ArrayList<>();
        boolean more = true;
        while (more) {
            Msg part = socket.recv(0);
            if (part == null) {
                return null;
            }
            frames.add(part.data());
            more = part.hasMore();
        }
        return frames;
    }

    private void answer(List<byte[]> asked) {
        String name = asked.size() > KEY && new String(asked.get(MECHANISM), StandardCharsets.US_ASCII).equals("CURVE")
                ? clients.nameOf(asked.get(KEY))
                : null;
        if (name == null) {
            refused(
                    asked.size() > CLIENT
                            ? new String(asked.get(CLIENT), StandardCharsets.US_ASCII)
                            : "an unknown address");
        }
        byte[] id = asked.size() > REQUEST_ID ? asked.get(REQUEST_ID) : new byte[0];
        // Version, request, status, reason, user, and no metadata.
        send(VERSION, true);
        send(id, true);
        send(ascii(name == null ? "400" : "200"), true);
        send(ascii(name == null ? "unknown key" : "OK"), true);
        send((name == null ? "" : name).getBytes(StandardCharsets.UTF_8), true);
        send(new byte[0], false);
    }

    private void refused(String client) {
        if (!warnings.isDue()) {
            unsaid++;
            return;
        }
        LOG.warn(
                "a client at {} was refused{}: its key is not among curveClients; put its public key there, and open the server again",
                client,
                unsaid == 0 ? "" : ", and " + unsaid + " times one was since the last warning");
        unsaid = 0;
    }

    private void send(byte[] frame, boolean more) {
        socket.send(new Msg(frame), more ? ZMQ.ZMQ_SNDMORE : 0);
    }

    /** Waits for its thread, after the context has ended. */
    void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
