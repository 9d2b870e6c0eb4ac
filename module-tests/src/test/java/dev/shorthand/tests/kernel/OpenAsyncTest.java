package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Promise;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An endpoint that nobody waits for while it opens. */
class OpenAsyncTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static EndpointBuilder server() {
        return Endpoint.builder().codec("jrpc").transport("tcpserv:127.0.0.1:0");
    }

    @Test
    void thePromiseBringsTheOpenEndpoint() throws Exception {
        Dispatcher one = new Dispatcher().add("one", (params, caller) -> 1);
        try (Endpoint server = server().dispatcher(one).openAsync(executor).result(LONG);
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport(Pair.clientOf(server))
                        .openAsync(executor)
                        .result(LONG)) {
            assertEquals(1L, client.call("one"));
        }
    }

    @Test
    void thePromiseFailsWithWhatOpenThrows() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Promise<Endpoint> refused = Endpoint.builder()
                .codec("jrpc")
                .transport("tcp:127.0.0.1:" + port)
                .openAsync(executor);
        Throwable why = assertThrows(CompletionException.class, () -> refused.result(LONG))
                .getCause();
        assertInstanceOf(ConnectException.class, why);
        assertTrue(why.getMessage().contains("127.0.0.1:" + port), why::getMessage);
        Promise<Endpoint> incomplete = Endpoint.builder().codec("jrpc").openAsync(executor);
        assertThrows(IllegalStateException.class, () -> incomplete.result(LONG));
    }

    @Test
    void anEndpointThatNobodyWantsAnyMoreIsClosedWhenItIsOpen() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Queue<Runnable> later = new ArrayDeque<>();
        Promise<Endpoint> opening = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:" + port)
                .openAsync(later::add);
        assertTrue(opening.cancel(false));
        later.remove().run();
        // The port is free again.
        try (Endpoint other = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:" + port)
                .open()) {
            assertTrue(other.peers().isEmpty());
        }
    }
}
