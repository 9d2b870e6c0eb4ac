package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;

/** With one transport on each side; {@link MuxOfTwoContractTest} has two. */
final class MuxContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("mux:(tcpserv:127.0.0.1:0)", "mux:(tcp:127.0.0.1:{port})");
    }

    @Override
    protected List<String> malformed() {
        return List.of("mux:", "mux:tcp:localhost:1", "mux:(tcpserv::0)tcp:localhost:1", "mux:(tcpserv::0):(stdio:)");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }
}
