package dev.shorthand.tests.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tlsserv} and {@code tls} with OpenSSL at the other side, which also makes the keys. */
@Timeout(60)
class OpenSslTest {
    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void makeKeys() throws Exception {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        boolean there;
        try {
            there = openssl(
                                    "req",
                                    "-x509",
                                    "-newkey",
                                    "rsa:2048",
                                    "-nodes",
                                    "-days",
                                    "2",
                                    "-subj",
                                    "/CN=localhost",
                                    "-addext",
                                    "subjectAltName=DNS:localhost",
                                    "-keyout",
                                    key.toString(),
                                    "-out",
                                    certificate.toString())
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "this machine has no openssl command");
    }

    private static Process openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(
                        folder.resolve("openssl-" + arguments[0] + ".log").toFile())
                .start();
    }

    @Test
    void itsClientIsAnswered() throws Exception {
        Process client;
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc:lines")
                .transport("tlsserv:127.0.0.1:0?cert=" + certificate + "&key=" + key)
                .open()) {
            server.dispatcher().add("echo", (params, caller) -> params.value(0));
            String address = server.transports().get(0).replace("tlsserv:", "");
            client = openssl(
                    "s_client",
                    "-quiet",
                    "-verify_return_error",
                    "-CAfile",
                    certificate.toString(),
                    "-connect",
                    address);
            try (OutputStream in = client.getOutputStream();
                    BufferedReader out = client.inputReader(StandardCharsets.UTF_8)) {
                in.write("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"grüezi\"],\"id\":1}\n"
                        .getBytes(StandardCharsets.UTF_8));
                in.flush();
                assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"grüezi\"}", out.readLine());
            }
        }
        // It goes when the server does.
        assertTrue(client.waitFor(20, TimeUnit.SECONDS));
    }

    @Test
    void itsServerIsCalled() throws Exception {
        // It sends each line back, reversed, which is no message; that the connection stands is what is tested.
        Process server = openssl(
                "s_server",
                "-rev",
                "-accept",
                "127.0.0.1:0",
                "-naccept",
                "1",
                "-cert",
                certificate.toString(),
                "-key",
                key.toString());
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String accepting = out.readLine();
            while (accepting != null && !accepting.startsWith("ACCEPT ")) {
                accepting = out.readLine();
            }
            assumeTrue(accepting != null, "this openssl does not say on which port it listens");
            String port = accepting.replaceAll(".*:", "");
            try (Endpoint client = Endpoint.builder()
                    .codec("jrpc:lines")
                    .transport("tls:localhost:" + port + "?trust=" + certificate)
                    .onBadMessage((peer, problem) -> false)
                    .open()) {
                assertEquals(
                        Optional.of("CN=localhost"),
                        client.peers().iterator().next().identity());
                client.notify("hello", Params.absent());
            }
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
        } finally {
            server.destroyForcibly();
        }
    }
}
