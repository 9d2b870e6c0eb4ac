package dev.shorthand.jmh;

import dev.shorthand.kernel.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other side of {@link Connections}, a process of its own: a Shorthand server, and a raw one that answers as many bytes with as many as its two arguments
 * say. It ends when its standard input does.
 */
final class ConnectionsServer {
    private ConnectionsServer() {}

    /** What the server says of itself. */
    interface Self {
        /** Returns its platform threads, those it has had at once at the most, its connections, and the bytes of its heap in use after a collection. */
        List<Long> state();
    }

    public static void main(String[] args) throws IOException {
        int request = Integer.parseInt(args[0]);
        byte[] reply = new byte[Integer.parseInt(args[1])];
        try (ServerSocket raw = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
                Endpoint endpoint = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcpserv:127.0.0.1:0?maxConnections=100000")
                        .serve(Echo.class, new EchoHandler())
                        .prepare(opened -> opened.serve(Self.class, () -> state(opened)))
                        .open()) {
            ExecutorService threads = threadForEach();
            threads.execute(() -> accept(raw, threads, request, reply));
            System.out.println(endpoint.transports().get(0).replace("tcpserv:", "tcp:"));
            System.out.println(raw.getLocalPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    private static List<Long> state(Endpoint endpoint) {
        System.gc();
        var threads = ManagementFactory.getThreadMXBean();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return List.of(
                (long) threads.getThreadCount(),
                (long) threads.getPeakThreadCount(),
                (long) endpoint.peers().size(),
                heap);
    }

    /** Returns what has a thread for each task: a virtual one where Shorthand has them, too, else a daemon. */
    static ExecutorService threadForEach() {
        if (Runtime.version().feature() >= 24) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("virtual threads cannot be had", e);
            }
        }
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "raw");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void accept(ServerSocket raw, ExecutorService threads, int request, byte[] reply) {
        try {
            while (true) {
                Socket socket = raw.accept();
                threads.execute(() -> answer(socket, request, reply));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void answer(Socket socket, int request, byte[] reply) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[request];
            while (in.readNBytes(buffer, 0, request) == request) {
                out.write(reply);
            }
        } catch (IOException e) {
            // The client has closed it.
        }
    }
}
