package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract with a real child process, which leads its standard streams back to this process through a socket. */
final class ProcessContractTest extends TransportContract {
    private ServerSocket back;

    @BeforeEach
    void listen() throws IOException {
        back = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        back.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() throws IOException {
        back.close();
    }

    @Override
    protected Pair expressions() {
        try {
            // A socket for each: a child that nobody takes over would stand in the way of the next one.
            stop();
            listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Pair.of(relay(), "child:");
    }

    private String relay() {
        try {
            return "process:("
                    + Relay.command(Integer.toString(back.getLocalPort())).stream()
                            .map(word -> "'" + word + "'")
                            .collect(Collectors.joining(" "))
                    + ")";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "process:",
                "process:cat",
                "process:()",
                "process:( )",
                "process:(cat 'a)",
                "process:(cat \"a)",
                "process:(cat \\)",
                "process:(cat)?grace=soon",
                "process:(cat)?grace=2h",
                "process:(cat)?env=LEVEL");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("process:\\(.*\\)|child");
    }

    @Override
    protected Transport open(String expression) throws IOException {
        if (!expression.startsWith("child:")) {
            return super.open(expression);
        }
        if (expression.contains("?")) {
            return super.open(expression.replace("child:", "process:(cat)"));
        }
        try {
            Socket child = back.accept();
            return new LinkTransport("child:", new SocketLink(child, "child"));
        } catch (IOException e) {
            throw new UncheckedIOException("the child did not connect", e);
        }
    }
}
