package dev.shorthand.tck;

import dev.shorthand.kernel.spi.Transport;
import java.io.IOException;
import java.util.List;

/** The contract with {@link MemoryTransport}, right or faulty. */
abstract class MemoryContract extends TransportContract {
    private final MemoryTransport.Fault fault;

    MemoryContract(MemoryTransport.Fault fault) {
        this.fault = fault;
    }

    @Override
    protected Pair expressions() {
        return Pair.of("memserv:here:0", "mem:{address}");
    }

    @Override
    protected List<String> malformed() {
        return List.of("memserv:", "mem:");
    }

    @Override
    protected Transport open(String expression) throws IOException {
        return MemoryTransport.open(expression, fault);
    }
}
