package com.example.sock;

import dev.shorthand.tck.TransportContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SockContractTest extends TransportContract {
    @TempDir
    private Path folder;

    private int number;

    @Override
    protected Pair expressions() {
        return Pair.of("sockserv:" + folder.resolve("s" + number++), "sock:{address}");
    }

    @Override
    protected List<String> malformed() {
        return List.of("sock:", "sockserv:");
    }
}
