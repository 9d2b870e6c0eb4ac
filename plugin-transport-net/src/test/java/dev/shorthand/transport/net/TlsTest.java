package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Limits;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Plugins;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.kernel.spi.ExpressionException;
import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.Leftovers;
import dev.shorthand.tck.LineCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tls} and {@code tlsserv} promise beyond the contract. */
@Timeout(60)
class TlsTest {
    // A record of 16,000 bytes, and in it a first message almost as long (RFC 8446, sections 5.1 and 4).
    private static final byte[] CLIENT_HELLO = {0x16, 3, 1, 0x3e, (byte) 0x80, 1, 0, 0x3e, 0x7c, 3, 3};
    private static final byte[] SERVER_HELLO = {0x16, 3, 3, 0x3e, (byte) 0x80, 2, 0, 0x3e, 0x7c, 3, 3};

    @TempDir
    private static Path folder;

    private static Certificates host;
    private static Certificates alice;

    private Endpoint server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        host = Certificates.make(folder, "host", "RSA", "dns:localhost,ip:127.0.0.1");
        alice = Certificates.make(folder, "alice", "EC", "dns:alice");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    /** Serves {@code who}, and returns the port. */
    private String serve(String options) throws IOException {
        server = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("tlsserv:127.0.0.1:0?" + options)
                .open();
        server.dispatcher()
                .add(
                        "who",
                        (params, caller) ->
                                caller.peer().orElseThrow().identity().orElse("somebody"));
        return server.transports().get(0).replaceAll(".*:", "");
    }

    private static String pem(Certificates own) {
        return "cert=" + own.certificate + "&key=" + own.key;
    }

    private static Object who(String client) throws IOException {
        try (Endpoint endpoint =
                Endpoint.builder().codec(LineCodec.create()).transport(client).open()) {
            return endpoint.call("who", Params.absent());
        }
    }

    /** 20 clients, or as many as the system property says that the contract connects. */
    @Test
    @Timeout(1_800)
    void howeverManyClientsComeAndGoNothingOfThemIsLeft() throws Exception {
        comeAndGo(1);
        Leftovers before = Leftovers.now();
        comeAndGo(Integer.getInteger("dev.shorthand.tck.connects", 20));
        before.assertNothingMore();
    }

    private void comeAndGo(int clients) throws Exception {
        String client = "tls:localhost:" + serve(pem(host)) + "?trust=" + host.certificate;
        for (int i = 0; i < clients; i++) {
            assertThat(who(client)).isEqualTo("somebody");
        }
        server.close();
    }

    @Test
    void theSubjectOfTheClientsCertificateReachesTheCaller() throws Exception {
        String port = serve(pem(host) + "&clientAuth=want&trust=" + alice.certificate);
        String trusting = "tls:localhost:" + port + "?trust=" + host.certificate;
        assertThat(who(trusting + "&" + pem(alice))).isEqualTo("CN=alice,O=Test");
        assertThat(who(trusting)).isEqualTo("somebody");
    }

    @Test
    void theSubjectOfTheServersCertificateIsItsIdentity() throws Exception {
        String port = serve(pem(host));
        try (Endpoint client = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("tls:localhost:" + port + "?trust=" + host.certificate)
                .open()) {
            assertThat(client.peers().iterator().next().identity()).contains("CN=host,O=Test");
        }
    }

    @Test
    void aClientWithoutCertificateIsTurnedAwayWhereOneIsNeeded() throws Exception {
        String port = serve(pem(host) + "&clientAuth=need&trust=" + alice.certificate);
        String trusting = "tls:localhost:" + port + "?trust=" + host.certificate;
        assertThat(who(trusting + "&" + pem(alice))).isEqualTo("CN=alice,O=Test");
        // Of a newer TLS the client hears only after its handshake; of an older one, in it.
        assertThatThrownBy(() -> who(trusting + "&protocols=TLSv1.3")).isInstanceOf(RpcException.class);
        assertThatThrownBy(() -> who(trusting + "&protocols=TLSv1.2")).isInstanceOf(IOException.class);
        // One who is not trusted is not let in either.
        assertThatThrownBy(() -> who(trusting + "&protocols=TLSv1.2&" + pem(host)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatIsNotTrustedIsRefusedWithTheMend() throws Exception {
        String port = serve(pem(host));
        assertThatThrownBy(() -> who("tls:localhost:" + port))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the certificate of localhost:" + port + " is not trusted")
                .hasMessageEndingWith("give the certificate of its issuer, or its own, with trust");
        assertThatThrownBy(() -> who("tls:localhost:" + port + "?trust=" + alice.certificate))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not trusted");
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws Exception {
        String port = serve(pem(alice));
        String trusting = "tls:localhost:" + port + "?trust=" + alice.certificate;
        assertThatThrownBy(() -> who(trusting))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the certificate of localhost:" + port + " is not for \"localhost\"")
                .hasMessageEndingWith("connect by a name that it has, or give that as hostName");
        assertThat(who(trusting + "&hostName=alice")).isEqualTo("somebody");
    }

    @Test
    void keyStoresDoWhatPemFilesDo() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), Certificates.PASSWORD + "\n");
        String port = serve("keyStore=" + host.store + "&keyStorePassword=file:" + password
                + "&clientAuth=need&trustStore=" + alice.store + "&trustStorePassword=file:" + password);
        try (Transport client = Tls.client("localhost", Integer.parseInt(port))
                .keyStore(alice.store, Certificates.PASSWORD)
                .trustStore(host.store, Certificates.PASSWORD)
                .protocols("TLSv1.3")
                .ciphers("TLS_AES_256_GCM_SHA384")
                .handshakeTimeout(Duration.ofSeconds(20))
                .connectTimeout(Duration.ofSeconds(20))
                .keepAlive(true)
                .open()) {
            try (Endpoint endpoint = Endpoint.builder()
                    .codec(LineCodec.create())
                    .transport(client)
                    .open()) {
                assertThat(endpoint.call("who", Params.absent())).isEqualTo("CN=alice,O=Test");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aKeyIsReadWhateverItIsFor(String algorithm) throws Exception {
        Certificates made = Certificates.make(folder, "key-" + algorithm, algorithm, "dns:localhost");
        String port = serve(pem(made));
        assertThat(who("tls:localhost:" + port + "?trust=" + made.certificate)).isEqualTo("somebody");
    }

    @Test
    void whatIsWrongWithAFileIsSaidBeforeThePortIsBound() throws Exception {
        Path old = Files.writeString(folder.resolve("old.key"), Certificates.pem("RSA PRIVATE KEY", new byte[9]));
        Path encrypted =
                Files.writeString(folder.resolve("enc.key"), Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[9]));
        Path damaged = Files.writeString(folder.resolve("bad.key"), Certificates.pem("PRIVATE KEY", new byte[9]));
        assertServerFails("", "a TLS server needs a certificate; give cert and key");
        assertServerFails(pem(host) + "&clientAuth=need", "give trust (a PEM file) or trustStore");
        assertServerFails("cert=" + folder.resolve("none") + "&key=" + host.key, "there is no file", "check the path");
        assertServerFails("cert=" + host.key + "&key=" + host.key, "certificate", "BEGIN CERTIFICATE");
        assertServerFails(
                "cert=" + host.certificate + "&key=" + host.certificate, "no private key is in", "openssl pkcs8");
        assertServerFails("cert=" + host.certificate + "&key=" + old, "of an older form", "openssl pkcs8 -topk8");
        assertServerFails("cert=" + host.certificate + "&key=" + encrypted, "is encrypted", "openssl pkcs8 -topk8");
        assertServerFails("cert=" + host.certificate + "&key=" + damaged, "or damaged");
        assertServerFails("keyStore=" + host.store, "cannot use the key store " + host.store, "is the password right?");
        assertServerFails(
                pem(host) + "&protocols=TLSv9", "protocols cannot be used", "TLSv9", "; this JDK has TLSv1.3, ");
        assertServerFails(
                pem(host) + "&ciphers=TLS_NONE", "ciphers cannot be used", "TLS_NONE", "TLS_AES_256_GCM_SHA384");
        assertServerFails(
                "keyStore=" + host.store + "&keyStorePassword=env:NO_SUCH_NAME_HERE",
                "the environment has no NO_SUCH_NAME_HERE");
        Path none = folder.resolve("no-password");
        assertServerFails(
                "keyStore=" + host.store + "&keyStorePassword=file:" + none,
                "keyStorePassword names the file " + none + ", and there is none; check the path");
        assertServerFails(
                pem(host) + "&trustStore=" + host.store + "&trustStorePassword=file:" + folder,
                "trustStorePassword names the file " + folder + ", which cannot be read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cert=c.pem&key=c.key&keyStore=s.p12    | cert and keyStore both say who this side is; give one of them
                    trust=t.pem&trustStore=t.p12           | trust and trustStore both say whose certificates are trusted; give one of them
                    cert=c.pem&key=c.key&keyStorePassword=file:x | keyStorePassword is given without keyStore; give both, or neither
                    """)
    void whatContradictsItselfIsRefused(String options, String message) {
        for (String start : List.of("tls:localhost:1?", "tlsserv:127.0.0.1:0?")) {
            assertThatThrownBy(() -> Plugins.installed().transport(start + options, Limits.defaults()))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessage(message + "; in \"" + start + options + "\"");
        }
    }

    @Test
    void aPortThatIsInUseIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> Plugins.installed()
                            .transport("tlsserv:127.0.0.1:" + port + "?" + pem(host), Limits.defaults()))
                    .isInstanceOf(BindException.class)
                    .hasMessage("port " + port + " is in use at 127.0.0.1:" + port
                            + "; stop the program that has it, or choose another port (0 takes any free one)");
        }
    }

    @Test
    void anInterfaceThatIsNotOfThisMachineIsNamed() {
        // Set aside for documentation (RFC 5737), so nobody has it.
        assertThatThrownBy(() -> Plugins.installed().transport("tlsserv:192.0.2.1:0?" + pem(host), Limits.defaults()))
                .isInstanceOf(BindException.class)
                .hasMessage(
                        "no interface of this machine has the address of 192.0.2.1:0; give one of its own, or nothing for all");
    }

    // Each other than what the JDK takes by itself.
    @ParameterizedTest
    @CsvSource({
        "protocols, TLSv1.2, TLSv1.3",
        "ciphers, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_256_GCM_SHA384",
        "ciphers, TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384"
    })
    void protocolsAndCiphersAreThoseOfTheSession(String option, String chosen, String other) throws Exception {
        String port = serve(pem(host) + "&" + option + "=" + chosen);
        SSLContext trusting = SSLContext.getInstance("TLS");
        TlsKeys keys = new TlsKeys();
        keys.certificate(host.certificate, host.key);
        keys.trust(host.certificate);
        trusting.init(keys.keyManagers(), keys.trustManagers(), null);
        try (SSLSocket client =
                (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", Integer.parseInt(port))) {
            assertThat(chosen(option, client)).isEqualTo(chosen);
        }
        try (SSLServerSocket listening = (SSLServerSocket)
                trusting.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<String> session = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    return chosen(option, accepted);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (Transport client = Plugins.installed()
                    .transport(
                            "tls:localhost:" + listening.getLocalPort() + "?trust=" + host.certificate + "&" + option
                                    + "=" + chosen,
                            Limits.defaults())) {
                assertThat(session.get(20, TimeUnit.SECONDS)).isEqualTo(chosen);
                assertThat(client.isServer()).isFalse();
            }
        }
        assertThatThrownBy(
                        () -> who("tls:localhost:" + port + "?trust=" + host.certificate + "&" + option + "=" + other))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no TLS handshake with localhost:" + port + ": ")
                .hasMessageEndingWith("does it speak TLS, in a version and with a cipher that both have?");
    }

    private static String chosen(String option, SSLSocket socket) {
        return option.equals("protocols")
                ? socket.getSession().getProtocol()
                : socket.getSession().getCipherSuite();
    }

    private static void assertServerFails(String options, String... parts) {
        assertThatThrownBy(() -> Plugins.installed()
                        .transport("tlsserv:127.0.0.1:0" + (options.isEmpty() ? "" : "?" + options), Limits.defaults()))
                .as(options)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aPasswordDoesNotStandInAnExpressionAndIsNotRepeated() {
        assertThatThrownBy(() -> Plugins.installed()
                        .transport("tls:localhost:1?keyStore=x&keyStorePassword=hunter2", Limits.defaults()))
                .hasMessageContaining("write keyStorePassword=env:NAME or keyStorePassword=file:PATH");
    }

    @Test
    void whoDoesNotSpeakTlsIsSaidSo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> who("tls:127.0.0.1:" + silent.getLocalPort() + "?handshakeTimeout=50ms"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no TLS handshake with 127.0.0.1:" + silent.getLocalPort()
                            + " within 50 ms; does it speak TLS? handshakeTimeout sets how long to wait");
        }
        try (Endpoint bare = Endpoint.builder()
                .codec(LineCodec.create())
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            String port = bare.transports().get(0).replaceAll(".*:", "");
            assertThatThrownBy(() -> who("tls:127.0.0.1:" + port))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does it speak TLS");
        }
    }

    @Test
    void aClientThatSaysNothingHoldsUpNoOther() throws Exception {
        String port = serve(pem(host));
        try (Socket silent = new Socket("127.0.0.1", Integer.parseInt(port))) {
            assertThat(who("tls:localhost:" + port + "?trust=" + host.certificate))
                    .isEqualTo("somebody");
            server.close();
            // Its handshake was broken off.
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aClientWhoseHandshakeDripsIsClosedInTime() throws Exception {
        String port = serve(pem(host) + "&handshakeTimeout=300ms");
        try (Socket slow = new Socket("127.0.0.1", Integer.parseInt(port))) {
            assertThat(drip(slow, CLIENT_HELLO)).isLessThan(1_000);
        }
        assertThat(who("tls:localhost:" + port + "?trust=" + host.certificate)).isEqualTo("somebody");
    }

    @Test
    void aServerWhoseHandshakeDripsIsGivenUpInTime() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Integer> dripped = CompletableFuture.supplyAsync(() -> {
                try (Socket accepted = slow.accept()) {
                    return drip(accepted, SERVER_HELLO);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> who("tls:127.0.0.1:" + slow.getLocalPort() + "?handshakeTimeout=300ms"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no TLS handshake with 127.0.0.1:" + slow.getLocalPort()
                            + " within 300 ms; does it speak TLS? handshakeTimeout sets how long to wait");
            assertThat(dripped.get(20, TimeUnit.SECONDS)).isLessThan(1_000);
        }
    }

    /** Sends the beginning of a long message, and then a byte each 20 ms, until the other side has closed; returns how many. */
    private static int drip(Socket socket, byte[] beginning) throws IOException {
        socket.setSoTimeout(20);
        int sent = 0;
        try {
            socket.getOutputStream().write(beginning);
            while (sent < 1_000) {
                try {
                    if (socket.getInputStream().read() < 0) {
                        return sent;
                    }
                } catch (SocketTimeoutException e) {
                    socket.getOutputStream().write(0);
                    sent++;
                }
            }
        } catch (SocketException e) {
            // Closed with bytes that nobody has read, which is a reset.
            return sent;
        }
        return sent;
    }

    @Test
    void aPeerThatReadsNothingIsNotWaitedForAtTheClose() throws Exception {
        String port = serve(pem(host));
        BlockingQueue<Object> written = new LinkedBlockingQueue<>();
        TlsSockets sockets =
                new TlsSockets(Tls.client("localhost", Integer.parseInt(port)).trust(host.certificate));
        try (ServerSocket through = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Socket near = new Socket("127.0.0.1", through.getLocalPort());
            try (Socket far = through.accept();
                    Socket target = new Socket("127.0.0.1", Integer.parseInt(port))) {
                HalfProxy proxy = new HalfProxy(far, target);
                TlsLink link = sockets.client(near, new HostPort("localhost", Integer.parseInt(port)), "localhost");
                proxy.stopReading();
                Thread writer = new Thread(() -> {
                    try {
                        link.write(new byte[64 << 20], 0, 64 << 20);
                        written.add("written");
                    } catch (IOException e) {
                        written.add(e);
                    }
                });
                writer.setDaemon(true);
                writer.start();
                link.close();
                assertThat(written.poll(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            }
        }
    }

    /** Leads bytes both ways until it is told to read no more of the client's. */
    private static final class HalfProxy {
        private volatile boolean stopped;

        HalfProxy(Socket client, Socket server) {
            start(client, server, true);
            start(server, client, false);
        }

        void stopReading() {
            stopped = true;
        }

        private void start(Socket from, Socket to, boolean stops) {
            Thread thread = new Thread(() -> {
                byte[] buffer = new byte[8_192];
                try {
                    int count = from.getInputStream().read(buffer);
                    while (count >= 0 && !(stops && stopped)) {
                        to.getOutputStream().write(buffer, 0, count);
                        count = from.getInputStream().read(buffer);
                    }
                } catch (IOException e) {
                    // One of them was closed, which is the end of the test.
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
