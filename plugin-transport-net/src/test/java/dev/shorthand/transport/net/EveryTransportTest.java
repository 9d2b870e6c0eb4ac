package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.Execution;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.kernel.spi.TransportListener;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tck.LineCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel promises, over each transport that the promise is for. */
@DisabledOnOs(OS.WINDOWS) // for the paths of Unix domain sockets, and the shell
@Timeout(60)
class EveryTransportTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static SocketKinds sockets;

    @BeforeAll
    static void makeCertificates() throws Exception {
        sockets = new SocketKinds(folder);
    }

    /** Returns an expression that serves, without limits. */
    private static String server(String kind) {
        return switch (kind) {
            case "udp" -> "udp:127.0.0.1:0?broadcast=none";
            case "internal" -> "internal:every:server?objects=false";
            case "mux" -> "mux:(unixserv:" + folder.resolve("app.sock") + ")(tcpserv:127.0.0.1:0)?maxFrame=1MiB";
            case "restart" -> "restart:1:(tcpserv:127.0.0.1:0)?cap=1s";
            default -> sockets.server(kind);
        };
    }

    /** Returns one that reaches an open server. */
    private static String client(String kind, Endpoint server) {
        String address = server.transports().get(0);
        String port = address.replaceAll(".*:(\\d+)\\)?", "$1");
        return switch (kind) {
            case "mux", "restart" -> "tcp:127.0.0.1:" + port;
            case "udp" -> "udp:127.0.0.1:0?to=127.0.0.1:" + port;
            case "internal" -> "internal:every?to=server";
            default -> sockets.client(kind, server);
        };
    }

    private static EndpointBuilder at(String expression) {
        return Endpoint.builder().codec(LineCodec.create()).transport(expression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "unix", "udp", "internal", "mux", "restart"})
    void aHandlerThatClosesItsOwnEndpointIsAnswered(String kind) throws Exception {
        twice(() -> closesItself(kind));
    }

    /** The first time the JDK opens something of its own, which stays; after the second nothing more may be there. */
    private static void twice(Scenario scenario) throws Exception {
        scenario.run();
        Leftovers before = Leftovers.now();
        scenario.run();
        before.assertNothingMore();
    }

    private interface Scenario {
        void run() throws Exception;
    }

    /** Serves what closes the endpoint that serves it. */
    private static Dispatcher stopping(Promise<Endpoint> own) {
        return new Dispatcher().add("stop", (params, caller) -> {
            own.result(LONG).close(Duration.ofMinutes(10));
            return "stopped";
        });
    }

    private static void closesItself(String kind) throws Exception {
        Promise<Endpoint> own = new Promise<>();
        try (Endpoint server = at(server(kind)).dispatcher(stopping(own)).open();
                Endpoint client = at(client(kind, server)).open()) {
            own.complete(server);
            assertThat(client.call("stop", Params.absent())).isEqualTo("stopped");
            server.awaitEnd();
            assertThat(server.peers()).isEmpty();
        }
    }

    @Test
    void aHandlerThatClosesTheConnectionToAChildIsAnswered() throws Exception {
        twice(EveryTransportTest::closesTheConnectionToAChild);
    }

    private static void closesTheConnectionToAChild() throws Exception {
        Promise<Endpoint> own = new Promise<>();
        Path answer = folder.resolve("answer");
        try (Endpoint parent = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(ChildProcess.of("sh", "-c", "echo 'call 1 \"stop [ ] '; cat >\"$0\"", answer.toString())
                        .open())
                .dispatcher(stopping(own))
                .open()) {
            own.complete(parent);
            parent.awaitEnd();
        }
        assertThat(Files.readString(answer, StandardCharsets.UTF_8)).isEqualTo("reply 1 \"stopped \n");
    }

    @Test
    void aHandlerThatClosesAConnectionOfCallbacksIsAnswered() throws Exception {
        twice(EveryTransportTest::closesAConnectionOfCallbacks);
    }

    private static void closesAConnectionOfCallbacks() throws Exception {
        BlockingQueue<byte[]> there = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> back = new LinkedBlockingQueue<>();
        Promise<Endpoint> own = new Promise<>();
        Told transport = new Told(Callbacks.of(there::take, back::put).open());
        try (Endpoint called = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(transport)
                        .dispatcher(transport.stopping(own))
                        .open();
                Endpoint caller = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(Callbacks.of(back::take, there::put).open())
                        .open()) {
            own.complete(called);
            assertThat(caller.call("stop", Params.absent())).isEqualTo("stopped");
            called.awaitEnd();
            assertThat(called.peers()).isEmpty();
        }
    }

    /** Tells when it was closed, which an endpoint that is closed by its handler does meanwhile, on a thread of its own. */
    private static final class Told implements Transport {
        private final Transport transport;
        private final CountDownLatch closed = new CountDownLatch(1);

        Told(Transport transport) {
            this.transport = transport;
        }

        /** Serves what closes the endpoint, and has its reply come after this transport's close. */
        Dispatcher stopping(Promise<Endpoint> own) {
            return new Dispatcher().add("stop", (params, caller) -> {
                own.result(LONG).close(Duration.ofMinutes(10));
                return closed.await(20, TimeUnit.SECONDS) ? "stopped" : "still open";
            });
        }

        @Override
        public void start(TransportListener listener) throws IOException {
            transport.start(listener);
        }

        @Override
        public String expression() {
            return transport.expression();
        }

        @Override
        public boolean isServer() {
            return transport.isServer();
        }

        @Override
        public void close() {
            transport.close();
            closed.countDown();
        }
    }

    /** Inline, it runs before {@code open} has returned the endpoint that it closes. */
    @ParameterizedTest
    @ValueSource(strings = {"inline", "concurrent"})
    void aHandlerThatClosesTheEndpointOfItsCgiRequestIsAnswered(String where) throws Exception {
        InputStream input = System.in;
        PrintStream output = System.out;
        try {
            twice(() -> closesTheEndpointOfItsCgiRequest(
                    where.equals("inline") ? Execution.inline() : Execution.concurrent()));
        } finally {
            System.setIn(input);
            System.setOut(output);
        }
    }

    private static void closesTheEndpointOfItsCgiRequest(Execution execution) throws Exception {
        byte[] call = "call 1 \"stop [ ] ".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = standardStreams(call);
        Promise<Endpoint> own = new Promise<>();
        Told transport = new Told(Cgi.request().open(requestOf(call.length)));
        try (Endpoint script = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(transport)
                .dispatcher(transport.stopping(own))
                .prepare(own::complete)
                .execution(execution)
                .open()) {
            script.awaitEnd();
        }
        assertThat(answer.toString(StandardCharsets.UTF_8))
                .startsWith("Status: 200 OK\n")
                .endsWith("\n\nreply 1 \"stopped ");
    }

    /** Has standard input bring these bytes, and returns what standard output is given. */
    private static ByteArrayOutputStream standardStreams(byte[] input) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setIn(new ByteArrayInputStream(input));
        System.setOut(new PrintStream(output, true));
        return output;
    }

    private static Map<String, String> requestOf(int bytes) {
        return Map.of("REQUEST_METHOD", "POST", "CONTENT_LENGTH", Integer.toString(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "unix", "internal", "mux", "restart"})
    void oneConnectionTooManyIsToldSoAndClosedAndTheOthersGoOn(String kind) throws Exception {
        Dispatcher echo = new Dispatcher().add("echo", (params, caller) -> params.value(0));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (Endpoint server =
                        at(server(kind) + "&maxConnections=1").dispatcher(echo).open();
                Endpoint first = at(client(kind, server)).open()) {
            assertThat(first.call("echo", Params.positional(1L))).isEqualTo(1L);
            try (Endpoint second = at(client(kind, server))
                    .trace((incoming, peer, payload, offset, length) ->
                            told.add(new String(payload, offset, length, StandardCharsets.UTF_8)))
                    .onBadMessage((peer, problem) -> false)
                    .open()) {
                assertThat(told.poll(20, TimeUnit.SECONDS)).contains("too+many+connections%3B+try+again+later");
                second.awaitEnd();
                assertThat(second.peers()).isEmpty();
            }
            assertThat(first.call("echo", Params.positional(2L))).isEqualTo(2L);
            assertThat(server.peers()).hasSize(1);
        }
    }

    /** One that reads what it is sent, and answers nothing, as where its machine has stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"process", "udp"})
    void aPeerThatAnswersNothingCostsACallItsDeadlineAndIsNotWaitedForAtTheClose(String kind) throws Exception {
        twice(() -> isNotWaitedFor(kind));
    }

    private static void isNotWaitedFor(String kind) throws Exception {
        try (Endpoint silent = at("udp:127.0.0.1:0?broadcast=none")
                .dispatcher(new Dispatcher().add("hang", (params, caller) -> new Promise<>()))
                .grace(Duration.ZERO)
                .open()) {
            String expression = kind.equals("udp")
                    ? client("udp", silent)
                    : "process:(sh -c 'while :; do sleep 1; done')?grace=50ms";
            try (Endpoint client = at(expression).open()) {
                assertThatThrownBy(() -> client.callAsync("hang", Params.absent(), Duration.ofMillis(100))
                                .result(LONG))
                        .isInstanceOf(DeadlineException.class)
                        .hasMessageContaining("before the deadline");
                Promise<Object> waiting = client.callAsync("hang", Params.absent());
                client.close(Duration.ZERO);
                assertThatThrownBy(() -> waiting.result(LONG)).isInstanceOf(DisconnectedException.class);
            }
        }
    }

    /** Those that the contract opens ten times alone, as they are no servers. */
    @ParameterizedTest
    @ValueSource(strings = {"stdio", "cgi", "callbacks", "internal", "udp"})
    void howeverOftenItIsOpenedAndClosedNothingIsLeft(String kind) throws Exception {
        InputStream input = System.in;
        PrintStream output = System.out;
        try {
            twice(() -> {
                for (int i = 0; i < 300; i++) {
                    openAndClose(kind);
                }
            });
        } finally {
            System.setIn(input);
            System.setOut(output);
        }
    }

    private static void openAndClose(String kind) throws Exception {
        byte[] call = "call 1 \"echo [ 2 ] \n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = standardStreams(call);
        try (Transport transport = open(kind, call, answer);
                Endpoint endpoint = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(transport)
                        .dispatcher(new Dispatcher().add("echo", (params, caller) -> params.value(0)))
                        .open()) {
            if (!kind.equals("udp") && !kind.equals("internal")) {
                endpoint.awaitEnd();
                assertThat(answer.toString(StandardCharsets.UTF_8)).contains("reply 1 2");
            }
        }
    }

    private static Transport open(String kind, byte[] call, ByteArrayOutputStream answer) throws IOException {
        Iterator<byte[]> calls = List.of(Arrays.copyOf(call, call.length - 1)).iterator();
        return switch (kind) {
            case "cgi" -> Cgi.request().open(requestOf(call.length - 1));
            case "callbacks" ->
                Callbacks.of(() -> calls.hasNext() ? calls.next() : null, answer::write)
                        .open();
            case "internal" -> Internal.bus("every").name("again").open();
            default -> Plugins.installed().transport(kind.equals("udp") ? server("udp") : "stdio:", Limits.defaults());
        };
    }
}
