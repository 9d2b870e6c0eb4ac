package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.DeadlineException;
import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointClosedException;
import dev.shorthand.kernel.LimitException;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code restart} promises for clients. */
@Timeout(60)
class RestartTest {
    @TempDir
    private Path folder;

    private final Semaphore hangs = new Semaphore(0);

    private Endpoint serve(int port) throws IOException {
        // Complete before it is open, as those who wait for it call at once.
        Dispatcher all = new Dispatcher()
                .add("echo", (params, caller) -> params.value(0))
                .add("hang", (params, caller) -> {
                    hangs.release();
                    return new CompletableFuture<>();
                });
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport("tcpserv:127.0.0.1:" + port)
                .dispatcher(all)
                .open();
    }

    private static int portOf(Endpoint server) {
        return Integer.parseInt(server.transports().get(0).replaceAll(".*:", ""));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void aClientComesBackWhenItsServerDoes() throws Exception {
        BlockingQueue<Restart.State> states = new LinkedBlockingQueue<>();
        BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
        Endpoint server = serve(0);
        int port = portOf(server);
        try (Endpoint client = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(Restart.of(
                                "tcp:127.0.0.1:" + port,
                                () -> Tcp.client("127.0.0.1", port).open())
                        .interval(Duration.ofMillis(20))
                        .cap(Duration.ofMillis(100))
                        .onState(states::add)
                        .open())
                .onConnect(connected::add)
                .open()) {
            next(connected);
            assertThat(next(states)).isEqualTo(Restart.State.UP);
            assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
            var hanging = client.callAsync("hang", Params.absent());
            assertThat(hangs.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            server.close(Duration.ZERO);
            assertThatThrownBy(hanging::result).isInstanceOf(DisconnectedException.class);
            assertThat(next(states)).isEqualTo(Restart.State.DOWN);
            assertThatThrownBy(() -> client.call("echo", Params.positional("nobody")))
                    .isInstanceOf(DisconnectedException.class);
            try (Endpoint again = serve(port)) {
                next(connected);
                assertThat(client.call("echo", Params.positional("hello again")))
                        .isEqualTo("hello again");
                assertThat(again.peers()).hasSize(1);
            }
        }
        // What failed in between was told, too.
        assertThat(states).contains(Restart.State.UP).last().isEqualTo(Restart.State.CLOSED);
    }

    @Test
    void aServerThatIsNotThereYetIsWaitedFor() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
        try (Endpoint client = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("restart:20ms:tcp:127.0.0.1:" + port + "?cap=50ms")
                .onConnect(connected::add)
                .open()) {
            assertThat(client.transports()).containsExactly("restart:20ms:(tcp:127.0.0.1:" + port + ")");
            assertThatThrownBy(() -> client.call("echo", Params.positional("nobody")))
                    .isInstanceOf(DisconnectedException.class)
                    .hasMessageContaining("no peer is connected");
            try (Endpoint server = serve(port)) {
                next(connected);
                assertThat(client.call("echo", Params.positional("there"))).isEqualTo("there");
                assertThat(server.peers()).hasSize(1);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private static Endpoint waitingFor(int port, String options) throws IOException {
        return Endpoint.builder()
                .codec(LineCodec.create())
                .transport("restart:10ms:(tcp:127.0.0.1:" + port + ")?cap=20ms&waiting=true" + options)
                .open();
    }

    @Test
    void callsWaitForAServerThatIsNotThereYet() throws Exception {
        int port = freePort();
        try (Endpoint client = waitingFor(port, "")) {
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (long i = 0; i < 5; i++) {
                long number = i;
                calls.add(CompletableFuture.supplyAsync(
                        () -> client.call("echo", Params.positional(number)), RestartTest::onItsOwnThread));
            }
            try (Endpoint server = serve(port)) {
                for (long i = 0; i < 5; i++) {
                    assertThat(calls.get((int) i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
                }
                assertThat(server.peers()).hasSize(1);
            }
        }
    }

    @Test
    void aCallMadeRightAfterTheLossWaitsForTheNextConnection() throws Exception {
        Endpoint server = serve(0);
        int port = portOf(server);
        try (Endpoint client = waitingFor(port, "")) {
            for (int round = 0; round < 5; round++) {
                var hanging = client.callAsync("hang", Params.absent());
                assertThat(hangs.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                Endpoint before = server;
                CompletableFuture<Object> again = hanging.handle((result, failure) -> failure)
                        .thenApplyAsync(
                                failure -> client.call("echo", Params.positional("again")),
                                RestartTest::onItsOwnThread);
                before.close(Duration.ZERO);
                assertThatThrownBy(hanging::result).isInstanceOf(DisconnectedException.class);
                server = serve(port);
                assertThat(again.get(20, TimeUnit.SECONDS)).isEqualTo("again");
            }
        } finally {
            server.close();
        }
    }

    @Test
    void aCallThatWaitsFailsAtItsDeadlineAndWithTheEndpoint() throws Exception {
        int port = freePort();
        Endpoint client = waitingFor(port, "");
        assertThatThrownBy(() -> client.callAsync("echo", Params.absent(), Duration.ofMillis(50)))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContainingAll(
                        "no peer was connected to restart:",
                        ":" + port,
                        "before the deadline",
                        "is the other side running?");
        CompletableFuture<Object> waits =
                CompletableFuture.supplyAsync(() -> client.call("echo", Params.absent()), RestartTest::onItsOwnThread);
        client.close();
        assertThatThrownBy(() -> waits.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(EndpointClosedException.class);
    }

    @Test
    void onlySoManyCallsWait() throws Exception {
        int port = freePort();
        try (Endpoint client = waitingFor(port, "&maxPending=1")) {
            BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
            for (int i = 0; i < 2; i++) {
                onItsOwnThread(() -> {
                    try {
                        client.call("echo", Params.absent());
                    } catch (RpcException e) {
                        failures.add(e);
                    }
                });
            }
            assertThat(next(failures))
                    .isInstanceOf(LimitException.class)
                    .hasMessageContainingAll("1 calls wait for a connection to", "raise maxPending");
        }
    }

    private static void onItsOwnThread(Runnable work) {
        Thread thread = new Thread(work, "restart test");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aServerStandsWhenItsLastClientHasGone() throws Exception {
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        BlockingQueue<Restart.State> states = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(
                        Restart.of("a server", () -> Tcp.server("127.0.0.1", 0).open())
                                .interval(Duration.ofHours(1))
                                .onState(states::add)
                                .open())
                .onDisconnect(gone::add)
                .open()) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            String address = server.transports().get(0).replaceAll(".*\\(tcpserv(.*)\\)", "tcp$1");
            for (int i = 0; i < 3; i++) {
                try (Endpoint client = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(address)
                        .open()) {
                    assertThat(client.call("echo", Params.positional("hello"))).isEqualTo("hello");
                }
                next(gone);
            }
            assertThat(states).containsExactly(Restart.State.UP);
        }
    }

    @Test
    void whatCannotBeReadIsToldAtOnce() {
        assertThatThrownBy(() -> Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("restart:10:tpc:localhost:1")
                        .open())
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("did you mean tcp?");
    }

    @Test
    void aLimitOfTheTransportWithinIsRefusedWithWhereItBelongs() throws Exception {
        assertThatThrownBy(() -> Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport("restart:10:(tcpserv:127.0.0.1:0?maxConnections=1)?cap=1m")
                        .open())
                .isInstanceOf(ExpressionException.class)
                .hasMessageContainingAll(
                        "maxConnections=1 stands in the parentheses of \"restart:10:(tcpserv:",
                        "limits hold for the whole endpoint",
                        "write it behind the outer expression, restart:…&maxConnections=1");
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("restart:10:(tcpserv:127.0.0.1:0)?cap=1m&maxConnections=1")
                .open()) {
            String address = server.transports().get(0).replaceAll(".*\\(tcpserv(.*)\\)", "tcp$1");
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            try (Endpoint one = Endpoint.builder()
                            .codec(LineCodec.create())
                            .transport(address)
                            .open();
                    Endpoint two = Endpoint.builder()
                            .codec(LineCodec.create())
                            .transport(address)
                            .open()) {
                assertThat(one.call("echo", Params.positional(1L))).isEqualTo(1L);
                assertThatThrownBy(() -> two.call("echo", Params.positional(2L)))
                        .isInstanceOf(DisconnectedException.class);
            }
        }
    }

    @Test
    void closingItWhileItWaitsLeavesNoThread() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Endpoint.builder()
                .codec(LineCodec.create())
                .transport("restart:1h:tcp:127.0.0.1:" + port)
                .open()
                .close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("restart tcp:127.0.0.1:" + port));
    }

    /** Returns what waits for an hour as it opens its transport. */
    private Restart.Opener hanging(String how, FullServers full) throws Exception {
        Duration forLong = Duration.ofHours(1);
        switch (how) {
            case "tcp" -> {
                int port = full.tcp();
                return () ->
                        Tcp.client("127.0.0.1", port).connectTimeout(forLong).open();
            }
            case "tls" -> {
                int port = full.silent();
                return () ->
                        Tls.client("127.0.0.1", port).handshakeTimeout(forLong).open();
            }
            case "unix" -> {
                Path path = folder.resolve("full.sock");
                full.unix(path);
                return () -> Unix.client(path).connectTimeout(forLong).open();
            }
            default -> {
                return () -> {
                    try {
                        throw new IOException("it came to an end: " + new CountDownLatch(1).await(1, TimeUnit.HOURS));
                    } catch (InterruptedException e) {
                        throw new IOException("interrupted", e);
                    }
                };
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "unix", "an opener of one's own"})
    @EnabledOnOs(OS.LINUX) // elsewhere who finds no room is refused
    void closingItWhileItConnectsIsPromptAndLeavesNoThread(String how) throws Exception {
        Leftovers before = Leftovers.now();
        try (FullServers full = new FullServers()) {
            Restart.Opener hanging = hanging(how, full);
            AtomicInteger tries = new AtomicInteger();
            BlockingQueue<Restart.State> states = new LinkedBlockingQueue<>();
            Transport transport = Restart.of("never there", () -> {
                        if (tries.getAndIncrement() == 0) {
                            throw new IOException("not yet");
                        }
                        return hanging.open();
                    })
                    .interval(Duration.ofMillis(1))
                    .onState(states::add)
                    .open();
            Endpoint client = Endpoint.builder()
                    .codec(LineCodec.create())
                    .transport(transport)
                    .open();
            Thread keeper = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("shorthand restart never there"))
                    .findAny()
                    .orElseThrow();
            await(() -> isIn(keeper, how));
            client.close();
            // close() itself waits for it no longer than a second, and would have gone on without it.
            assertThat(keeper.getState()).isEqualTo(Thread.State.TERMINATED);
            assertThat(states).containsExactly(Restart.State.DOWN, Restart.State.CLOSED);
        }
        before.assertNothingMore();
    }

    private static boolean isIn(Thread keeper, String how) {
        String method = switch (how) {
            case "tcp" -> "connect";
            case "tls" -> "startHandshake";
            case "unix" -> "pause";
            default -> "await";
        };
        return Stream.of(keeper.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closingItWhileItIsStartedHasThatReturn() throws Exception {
        try (FullServers full = new FullServers()) {
            int port = full.tcp();
            Transport transport = Restart.of(
                            "never there",
                            () -> Tcp.client("127.0.0.1", port)
                                    .connectTimeout(Duration.ofHours(1))
                                    .open())
                    .open();
            Thread starting = new Thread(() -> {
                try (Endpoint client = Endpoint.builder()
                        .codec(LineCodec.create())
                        .transport(transport)
                        .open()) {
                    assertThat(client.peers()).isEmpty();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            starting.start();
            await(() -> isIn(starting, "tcp"));
            transport.close();
            starting.join(20_000);
            assertThat(starting.isAlive()).isFalse();
        }
    }

    /** As often as is said here, or as the system property says that the contract connects. */
    @ParameterizedTest
    @CsvSource({"tcp, 1000", "tls, 1000", "tls handshake, 100", "unix, 1000", "process, 1000", "mux, 1000"})
    @Timeout(1_800)
    void reconnectsThatFailLeaveNothing(String how, int times) throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            failAndLeaveNothing(failing(how, mute), oftenAs(times));
        }
    }

    private static void failAndLeaveNothing(Restart.Opener failing, int times) throws Exception {
        AtomicInteger went = new AtomicInteger();
        CountDownLatch failures = new CountDownLatch(times);
        Leftovers before = Leftovers.now();
        try (Endpoint client = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(Restart.of("never there", failing)
                        .interval(Duration.ofMillis(1))
                        .cap(Duration.ofMillis(1))
                        .onState(state -> {
                            if (state == Restart.State.UP) {
                                went.incrementAndGet();
                            }
                            failures.countDown();
                        })
                        .open())
                .open()) {
            assertThat(failures.await(Math.max(50, times / 10), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(client.peers()).isEmpty();
        }
        before.assertNothingMore();
        assertThat(went).hasValue(0);
    }

    @Test
    @Timeout(1_800)
    void joiningABusInVainLeavesTheNameFree() throws Exception {
        Restart.Opener guest =
                () -> Internal.bus("inn").name("guest").to("host").open();
        failAndLeaveNothing(guest, oftenAs(1_000));
        Internal.bus("inn").name("guest").open().close();
        // One that is not started is found, and cannot be connected with yet.
        AtomicInteger joined = new AtomicInteger();
        try (Transport host = Internal.bus("inn").name("host").open()) {
            failAndLeaveNothing(
                    () -> {
                        Transport there = guest.open();
                        joined.incrementAndGet();
                        return there;
                    },
                    oftenAs(1_000));
            assertThat(joined.get()).isGreaterThanOrEqualTo(oftenAs(1_000));
            Internal.bus("inn").name("guest").open().close();
            assertThat(host.expression()).isEqualTo("internal:inn:host");
        }
    }

    /** A server that nobody trusts, and whose side of each handshake must end as well. */
    @Test
    @Timeout(1_800)
    void handshakesThatAreRefusedLeaveNothingOnEitherSide() throws Exception {
        Certificates host = Certificates.make(folder, "host", "EC", "dns:localhost");
        Certificates another = Certificates.make(folder, "another", "EC", "dns:localhost");
        try (Endpoint server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport(Tls.server("127.0.0.1", 0)
                        .certificate(host.certificate, host.key)
                        .open())
                .open()) {
            int port = portOf(server);
            Restart.Opener refusing = () ->
                    Tls.client("localhost", port).trust(another.certificate).open();
            // The first time the JDK opens something of its own, which stays.
            assertThatThrownBy(refusing::open).hasMessageContaining("is not trusted");
            failAndLeaveNothing(refusing, oftenAs(50));
            assertThat(server.peers()).isEmpty();
        }
    }

    private static int oftenAs(int atLeast) {
        return Math.max(atLeast, Integer.getInteger("dev.shorthand.tck.connects", 0));
    }

    /** Returns what cannot open its transport, each time after it has begun to. */
    private Restart.Opener failing(String how, ServerSocket mute) throws Exception {
        int port = freePort();
        switch (how) {
            case "mux" -> {
                // One of them can be opened, and is closed again.
                String both = "mux:(unixserv:" + folder.resolve("half.sock") + ")(internal:nobody?to=nobody)";
                return () -> Plugins.installed().transport(both, Limits.defaults());
            }
            case "tcp" -> {
                return () -> Tcp.client("127.0.0.1", port).open();
            }
            case "tls" -> {
                Path trusted = Certificates.make(folder, "nobody", "EC", "dns:localhost").certificate;
                return () -> Tls.client("127.0.0.1", port).trust(trusted).open();
            }
            case "tls handshake" -> {
                // A handshake is begun, and hung up on.
                onItsOwnThread(() -> hangUp(mute));
                return () -> Tls.client("127.0.0.1", mute.getLocalPort()).open();
            }
            case "unix" -> {
                Path left = folder.resolve("left.sock");
                try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    gone.bind(UnixDomainSocketAddress.of(left));
                }
                return () -> Unix.client(left).open();
            }
            default -> {
                return () ->
                        ChildProcess.of(folder.resolve("missing").toString()).open();
            }
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
            assertThat(server.isClosed()).isTrue();
        }
    }
}
