package dev.shorthand.tests.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer that is not ours: a plain socket and bytes, in frames that end with NUL. Confined to the test's thread. */
final class Wire implements Frames, AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final Pattern PORT = Pattern.compile(":(\\d+)$");

    private final Socket socket;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Connects to a server of ours, given by its expression. */
    static Wire connect(String tcpserv) throws IOException {
        Matcher port = PORT.matcher(tcpserv);
        if (!port.find()) {
            throw new AssertionError("no port in " + tcpserv);
        }
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1))));
    }

    static Wire accept(ServerSocket server) throws IOException {
        server.setSoTimeout(TIMEOUT_MILLIS);
        return new Wire(server.accept());
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends texts, each as a frame. */
    void send(String... texts) throws IOException {
        for (String text : texts) {
            send((text + '\0').getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String receive() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new AssertionError("the connection was closed after: " + text.toString(StandardCharsets.UTF_8));
            }
            if (b == 0) {
                return text.toString(StandardCharsets.UTF_8);
            }
            text.write(b);
        }
    }

    /** Returns the next frames' payloads. */
    List<String> receive(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(receive());
        }
        return texts;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
