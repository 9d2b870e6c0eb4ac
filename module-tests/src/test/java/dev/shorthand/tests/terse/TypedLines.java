package dev.shorthand.tests.terse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Somebody at a telnet client: types lines, which end as telnet ends them, and reads lines. Confined to the test's thread. */
final class TypedLines implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final BufferedReader in;

    /** Connects to the server of an endpoint, given by its expression. */
    TypedLines(String tcpserv) throws IOException {
        socket = new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(tcpserv.substring(tcpserv.lastIndexOf(':') + 1)));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void type(String line) throws IOException {
        send(line + "\r\n");
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the next line, or null at the end of the stream. */
    String read() throws IOException {
        return in.readLine();
    }

    /** Types a line, and returns the next one that comes. */
    String ask(String line) throws IOException {
        type(line);
        return read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
