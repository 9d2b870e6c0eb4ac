package dev.shorthand.tests.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A peer that is not ours: a plain socket, and JSON typed by hand, each text followed by NUL. Confined to the test's thread. */
final class RawPeer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Connects to the server of an endpoint, given by its expression. */
    static RawPeer connect(String tcpserv) throws IOException {
        int colon = tcpserv.lastIndexOf(':');
        return new RawPeer(new Socket("127.0.0.1", Integer.parseInt(tcpserv.substring(colon + 1))));
    }

    /** Takes the next connection of a server that is not ours. */
    static RawPeer accept(ServerSocket server) throws IOException {
        server.setSoTimeout(TIMEOUT_MILLIS);
        return new RawPeer(server.accept());
    }

    void send(String json) throws IOException {
        sendBytes((json + '\0').getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Returns the next text, or null at the end of the stream. */
    String receive() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int b = socket.getInputStream().read();
            if (b <= 0) {
                return b < 0 ? null : text.toString(StandardCharsets.UTF_8);
            }
            text.write(b);
        }
    }

    /** Returns so many bytes, or fewer at the end of the stream. */
    byte[] receiveBytes(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** Says that nothing more will be sent, and returns whether the other side ends without having sent anything more. */
    boolean endsWithoutMore() throws IOException {
        endInput();
        return socket.getInputStream().read() < 0;
    }

    /** Sends, and returns the next text. */
    String ask(String json) throws IOException {
        send(json);
        return receive();
    }

    /** Says that nothing more will be sent; what comes is still read. */
    void endInput() throws IOException {
        socket.shutdownOutput();
    }

    String name() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
