package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class TlsContractTest extends TransportContract {
    @TempDir
    private static Path folder;

    private static Certificates server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(folder, "server", "EC", "dns:localhost");
    }

    @Override
    protected Pair expressions() {
        return Pair.of(
                "tlsserv:localhost:0?cert=" + server.certificate + "&key=" + server.key,
                "tls:localhost:{port}?trust=" + server.certificate);
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "tls:localhost",
                "tls:localhost:0",
                "tls:localhost:1?handshakeTimeout=0s",
                "tls:localhost:1?keyStore=a&keyStorePassword=secret",
                "tlsserv:localhost",
                "tlsserv:localhost:0?cert=a",
                "tlsserv:localhost:0?key=a",
                "tlsserv:localhost:0?clientAuth=maybe",
                "tlsserv:localhost:0?backlog=0");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }

    /** Each close waits for the goodbye of a peer that the kit does not let say one; {@link TlsTest} connects as often in its place. */
    @Override
    protected int connects() {
        return 0;
    }
}
