package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;

/** The server's side; that of a client is in {@link RestartClientContractTest}. */
final class RestartContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("restart:1:(tcpserv:127.0.0.1:0?backlog=100)?cap=5s", "tcp:127.0.0.1:{port}");
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "restart:",
                "restart:10",
                "restart:10:",
                "restart:soon:tcp:localhost:1",
                "restart:0:tcp:localhost:1",
                "restart:10:tcp:localhost:1?cap=never",
                "restart:10:tcp:localhost:1?waiting=maybe");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }
}
