package dev.shorthand.transport.net;

import dev.shorthand.kernel.spi.Transport;
import dev.shorthand.tck.TransportContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server of two transports, whose clients come over the one and the other in turn. */
@DisabledOnOs(OS.WINDOWS) // paths have backslashes there
final class MuxOfTwoContractTest extends TransportContract {
    @TempDir
    private Path folder;

    private final AtomicInteger servers = new AtomicInteger();
    private final AtomicInteger clients = new AtomicInteger();

    @Override
    protected Pair expressions() {
        Path socket = folder.resolve("s" + servers.incrementAndGet());
        return Pair.of("mux:(unixserv:" + socket + ")(tcpserv:127.0.0.1:0)", "mux:(tcp:127.0.0.1:{port})");
    }

    @Override
    protected Transport open(String expression) throws IOException {
        boolean other = expression.matches("mux:\\(tcp:127\\.0\\.0\\.1:\\d+\\)") && clients.incrementAndGet() % 2 == 0;
        return super.open(other ? "mux:(unix:" + folder.resolve("s" + servers.get()) + ")" : expression);
    }

    @Override
    protected List<String> malformed() {
        return List.of("mux:(tcpserv::0)(", "mux:(tcpserv::0)(tcpserv::0?maxFrame=100)");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("127\\.0\\.0\\.1:\\d+|" + Pattern.quote(folder.toString()) + "/s\\d+#\\d+");
    }
}
