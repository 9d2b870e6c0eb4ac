package dev.shorthand.tck;

import java.util.List;

/** The contract with {@link MemoryRequest}, right or faulty. */
abstract class MemoryRequestContract extends RequestContract {
    private final MemoryRequest.Fault fault;

    MemoryRequestContract(MemoryRequest.Fault fault) {
        this.fault = fault;
    }

    @Override
    protected String expression() {
        return "once:here";
    }

    @Override
    protected Request open(String expression, byte[] body) {
        MemoryRequest transport = MemoryRequest.open(expression, body, fault);
        return new Request(transport, transport::answers);
    }

    // Enough here: each fault has its own run of all rules.
    @Override
    protected int requests() {
        return 30;
    }

    @Override
    protected List<String> malformed() {
        return List.of("once:");
    }
}
