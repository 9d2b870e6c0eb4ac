package dev.shorthand.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.tests.kernel.OwnLog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal is in the log, once. */
class LoggedRefusalsTest {
    @TempDir
    Path folder;

    /** What happens within the loader: a stranger sends what is refused. */
    public static final class Stranger implements Callable<Integer> {
        static final int SENT = 3;

        private final Path folder;

        /** Made by reflection. */
        public Stranger(Path folder) {
            this.folder = folder;
        }

        @Override
        public Integer call() throws Exception {
            try (var server = dev.shorthand.kernel.Endpoint.builder()
                            .codec("jrpc")
                            .transport("tcpserv:127.0.0.1:0")
                            .security("hmac:server?keys=" + KeysFile.write(folder))
                            .open();
                    Wire wire = Wire.connect(server.transports().get(0))) {
                for (int i = 0; i < SENT; i++) {
                    wire.send("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}");
                    wire.receive(2);
                }
            }
            return SENT;
        }
    }

    @Test
    void eachIsLoggedOnceWithItsSender() throws Exception {
        List<String> log = OwnLog.of(Stranger.class, folder);
        List<String> lines = log.stream()
                .filter(line -> line.contains("refuse") || line.contains("secur"))
                .toList();
        assertEquals(Stranger.SENT, lines.size(), log::toString);
        for (String line : lines) {
            assertTrue(
                    line.matches(
                            ".*WARN.* bad message from 127\\.0\\.0\\.1:\\d+: a message without security headers;.*"),
                    line);
        }
    }
}
