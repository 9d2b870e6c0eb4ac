package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The client's side, with a connection that does not end; how it comes back is in {@link RestartTest}. */
final class RestartClientContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("tcpserv:127.0.0.1:0", "restart:1h:(tcp:127.0.0.1:{port})?cap=1h");
    }

    /** What is opened again stands until it is closed, and has connections again: in that it is as a server, which a plain client is not. */
    @Test
    @Override
    public void t2_theExpressionHasTheRealAddress() throws Exception {
        try (Transport server = open("tcpserv:127.0.0.1:0");
                Transport client = open("restart:1h:(" + server.expression().replace("tcpserv", "tcp") + ")")) {
            assertThat(client.isServer()).isTrue();
            assertThat(client.expression())
                    .isEqualTo("restart:3600000ms:(" + server.expression().replace("tcpserv", "tcp") + ")");
        }
    }

    @Override
    protected List<String> malformed() {
        return List.of("restart:10:(tcp:localhost:1?maxPending=1)");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }
}
