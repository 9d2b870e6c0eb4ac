package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;

final class TcpContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("tcpserv:localhost:0", "tcp:localhost:{port}");
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "tcp:",
                "tcp:localhost",
                "tcp::8888",
                "tcp:localhost:",
                "tcp:localhost:http",
                "tcp:localhost:0",
                "tcp:localhost:65536",
                "tcp:localhost:-1",
                "tcp:::1:8888",
                "tcp:[::1:8888",
                "tcp:[localhost]:8888",
                "tcp:localhost:1?connectTimeout=0s",
                "tcp:localhost:1?connectTimeout=soon",
                "tcp:localhost:1?noDelay=yes",
                "tcpserv:",
                "tcpserv:127.0.0.1",
                "tcpserv:127.0.0.1:",
                "tcpserv:127.0.0.1:x",
                "tcpserv::0?backlog=0");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }
}
