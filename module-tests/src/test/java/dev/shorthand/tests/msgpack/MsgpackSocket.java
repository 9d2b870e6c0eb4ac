package dev.shorthand.tests.msgpack;

import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;

/** A peer that is not ours: a plain socket, and bytes in hexadecimal digits. Confined to the test's thread. */
final class MsgpackSocket implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;

    private MsgpackSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Connects to the server of an endpoint, given by its expression. */
    static MsgpackSocket connect(String tcpserv) throws IOException {
        return new MsgpackSocket(new Socket("127.0.0.1", port(tcpserv)));
    }

    static int port(String tcpserv) {
        return Integer.parseInt(tcpserv.substring(tcpserv.lastIndexOf(':') + 1));
    }

    void send(String digits) throws IOException {
        sendBytes(HexFormat.of().parseHex(digits));
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Returns so many bytes. */
    String receive(int count) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(count));
    }

    /** Says that nothing more will be sent, and returns all that comes until the other side has done so, too. */
    byte[] receiveAll() throws IOException {
        socket.shutdownOutput();
        return socket.getInputStream().readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
