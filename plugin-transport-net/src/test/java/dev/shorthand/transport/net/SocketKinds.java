package dev.shorthand.transport.net;

import dev.shorthand.kernel.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The socket transports, {@code tcp}, {@code tls} and {@code unix}, for what each of them promises. Confined to the test's thread. */
final class SocketKinds {
    /** A test that is given each of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @ParameterizedTest
    @MethodSource("dev.shorthand.transport.net.SocketKinds#all")
    @interface Each {}

    /** Returns the words by which the others know them; on Windows a path is hard to write. */
    static Stream<String> all() {
        return OS.WINDOWS.isCurrentOs() ? Stream.of("tcp", "tls") : Stream.of("tcp", "tls", "unix");
    }

    private final Path folder;
    private final Certificates host;

    /** Makes what they need in a folder: a certificate, and sockets later. */
    SocketKinds(Path folder) throws Exception {
        this.folder = folder;
        this.host = Certificates.make(folder, "host", "EC", "dns:localhost,ip:127.0.0.1");
    }

    /** Returns an expression that serves; more options may follow. */
    String server(String kind) {
        return switch (kind) {
            case "tcp" -> "tcpserv:127.0.0.1:0?backlog=5";
            case "tls" -> "tlsserv:127.0.0.1:0?cert=" + host.certificate + "&key=" + host.key;
            case "unix" -> "unixserv:" + folder.resolve("app.sock") + "?backlog=5";
            default -> throw new AssertionError(kind);
        };
    }

    /** Returns one that reaches an open server; more options may follow. */
    String client(String kind, Endpoint server) {
        return client(kind, server.transports().get(0));
    }

    /** Returns one that reaches a server whose expression, once open, is this. */
    String client(String kind, String address) {
        return switch (kind) {
            case "tcp" -> address.replace("tcpserv:", "tcp:") + "?connectTimeout=10s";
            case "tls" -> address.replace("tlsserv:", "tls:") + "?trust=" + host.certificate;
            case "unix" -> address.replace("unixserv:", "unix:") + "?connectTimeout=10s";
            default -> throw new AssertionError(kind);
        };
    }

    /** Connects a peer that knows nothing of messages. */
    Stranger stranger(String kind, Endpoint server) throws Exception {
        String address = server.transports().get(0).replaceAll("^\\w+:", "");
        if (kind.equals("unix")) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address));
            return new Stranger(
                    channel,
                    Channels.newInputStream(channel),
                    Channels.newOutputStream(channel),
                    Pattern.quote(address) + "#\\d+");
        }
        int port = Integer.parseInt(address.replaceAll(".*:", ""));
        Socket socket = kind.equals("tls") ? handshaken(port) : new Socket("127.0.0.1", port);
        return new Stranger(
                socket,
                socket.getInputStream(),
                socket.getOutputStream(),
                Pattern.quote("127.0.0.1:" + socket.getLocalPort()));
    }

    private Socket handshaken(int port) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        TlsKeys keys = new TlsKeys();
        keys.trust(host.certificate);
        trusting.init(null, keys.trustManagers(), null);
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * One who has connected, and does nothing by itself.
     *
     * @param name the regular expression of the name that the server gives it
     */
    record Stranger(Closeable socket, InputStream in, OutputStream out, String name) implements AutoCloseable {
        /** Reads so many bytes, or up to the end, on another thread: not every socket can be given a time to read. */
        CompletableFuture<byte[]> receive(int bytes) {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    return in.readNBytes(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
