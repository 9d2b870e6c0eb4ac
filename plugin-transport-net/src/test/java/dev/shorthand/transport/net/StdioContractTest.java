package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.MessageLink;
import dev.shorthand.kernel.spi.MessageReceiver;
import dev.shorthand.kernel.spi.StreamLink;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import dev.shorthand.tck.TransportContract;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract with this process's standard streams led through a socket, at whose other end the test is. A real parent and a real
 * child are in {@link StdioProcessTest}.
 */
final class StdioContractTest extends TransportContract {
    private final InputStream input = System.in;
    private final PrintStream output = System.out;
    private @Nullable Socket parent;

    @AfterEach
    void giveTheStreamsBack() {
        System.setIn(input);
        System.setOut(output);
    }

    @Override
    protected Pair expressions() {
        return Pair.of("stdio:", "parent:");
    }

    @Override
    protected List<String> malformed() {
        return List.of("stdio:1");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("stdio");
    }

    @Override
    protected Transport open(String expression) throws IOException {
        if (expression.equals("parent:")) {
            Socket taken = parent;
            parent = null;
            return new LinkTransport("parent:", new SocketLink(taken, "child"));
        }
        if (!expression.equals("stdio:")) {
            return super.open(expression.replace("parent:", "stdio:"));
        }
        Socket child;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            parent = new Socket(server.getInetAddress(), server.getLocalPort());
            child = server.accept();
        }
        System.setIn(new BufferedInputStream(child.getInputStream()));
        System.setOut(new PrintStream(child.getOutputStream()));
        return new ProcessOf(super.open(expression), child);
    }

    /** Has the streams end when the connection is closed, as they do when a process ends. */
    private final class ProcessOf implements Transport {
        private final Transport stdio;
        private final Socket streams;
        private boolean started;

        ProcessOf(Transport stdio, Socket streams) {
            this.stdio = stdio;
            this.streams = streams;
        }

        @Override
        public void start(TransportListener listener) throws IOException {
            started = true;
            stdio.start(new TransportListener() {
                @Override
                public void connected(StreamLink link) {
                    listener.connected(new LinkOf(link, streams));
                }

                @Override
                public MessageReceiver connected(MessageLink link) {
                    throw new AssertionError("standard streams are streams");
                }

                @Override
                public void failed(Throwable cause) {
                    listener.failed(cause);
                }
            });
        }

        @Override
        public String expression() {
            return stdio.expression();
        }

        @Override
        public boolean isServer() {
            return stdio.isServer();
        }

        @Override
        public void close() {
            stdio.close();
            // What nobody has taken over is the test's own to close.
            closeQuietly(parent);
            parent = null;
            if (!started) {
                closeQuietly(streams);
            }
        }
    }

    private static void closeQuietly(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record LinkOf(StreamLink stdio, Socket streams) implements StreamLink {
        @Override
        public String peerName() {
            return stdio.peerName();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return stdio.read(buffer, offset, length);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            stdio.write(buffer, offset, length);
        }

        @Override
        public void close() {
            stdio.close();
            try {
                streams.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
