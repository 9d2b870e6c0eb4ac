package dev.shorthand.transport.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child process that does nothing but lead its standard streams to a socket of this machine, and back; it needs the JDK alone. */
final class Relay {
    private Relay() {}

    /** Returns the words that start it, quoted where an expression needs that. */
    static List<String> command(String... arguments) throws Exception {
        Path root = Path.of(Relay.class.getResource("Relay.class").toURI());
        for (int i = Relay.class.getName().split("\\.").length; i > 0; i--) {
            root = root.getParent();
        }
        List<String> start = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                root.toString(),
                Relay.class.getName());
        List<String> command = new ArrayList<>(start);
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] arguments) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
            InputStream received = socket.getInputStream();
            Thread out = new Thread(() -> copy(received, System.out, System.out::close));
            out.setDaemon(true);
            out.start();
            // The end of its input is the end of the child.
            copy(System.in, socket.getOutputStream(), socket::shutdownOutput);
        }
    }

    private interface Ending {
        void run() throws IOException;
    }

    private static void copy(InputStream in, OutputStream out, Ending atEnd) {
        byte[] buffer = new byte[8_192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                out.flush();
            }
            atEnd.run();
        } catch (IOException e) {
            // Somebody has hung up; what is left to do is to end.
            Runtime.getRuntime().halt(0);
        }
    }
}
