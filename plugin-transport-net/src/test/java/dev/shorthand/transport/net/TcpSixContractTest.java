package dev.shorthand.transport.net;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.tck.TransportContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;

/** The same over IPv6, where the machine has it. */
final class TcpSixContractTest extends TransportContract {
    @BeforeAll
    static void needsIpv6() {
        boolean there;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            there = socket.isBound();
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "this machine has no IPv6");
    }

    @Override
    protected Pair expressions() {
        return Pair.of("tcpserv:[::1]:0", "tcp:[::1]:{port}");
    }

    @Override
    protected List<String> malformed() {
        return List.of("tcp:[::1]", "tcp:[::1", "tcpserv:[::1]");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("\\[::1\\]:\\d+");
    }
}
