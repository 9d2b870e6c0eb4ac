package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // paths have backslashes there, and modes are another matter
final class UnixContractTest extends TransportContract {
    @TempDir
    private Path folder;

    private final AtomicInteger number = new AtomicInteger();

    @Override
    protected Pair expressions() {
        return Pair.of("unixserv:" + folder.resolve("s" + number.incrementAndGet()), "unix:{address}");
    }

    @Override
    protected List<String> malformed() {
        return List.of("unix:", "unixserv:", "unixserv:x?mode=9", "unixserv:x?mode=rw", "unixserv:x?backlog=0");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile(Pattern.quote(folder.toString()) + "/s\\d+#\\d+");
    }
}
