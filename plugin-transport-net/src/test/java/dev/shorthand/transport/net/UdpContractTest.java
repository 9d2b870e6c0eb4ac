package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;

final class UdpContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("udp:127.0.0.1:0?broadcast=none", "udp:127.0.0.1:0?to=127.0.0.1:{port}");
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "udp:",
                "udp:x",
                "udp:127.0.0.1:",
                "udp:127.0.0.1:65536",
                "udp:1:2:3",
                "udp:0?to=",
                "udp:0?to=::1",
                "udp:0?to=localhost:0",
                "udp:0?broadcast=127.255.255.255:x",
                "udp:0?to=127.0.0.1:1&broadcast=127.255.255.255",
                "udp:0?group=127.0.0.1",
                "udp:0?maxDatagram=65508",
                "udp:0?idle=0s");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+");
    }

    @Override
    protected boolean reportsBeforeFirstPayload() {
        return false;
    }

    @Override
    protected int longestPayload() {
        return Udp.LARGEST;
    }

    @Override
    protected boolean hasConnections() {
        return false;
    }
}
