package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.UUID;

/** Where both hand over objects: bytes go to those who ask for them, as the kit does, and messages from kernel to kernel (t16). */
final class InternalObjectsContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        String bus = UUID.randomUUID().toString();
        return Pair.of("internal:" + bus + ":server?objects=true", "internal:" + bus + "?to=server&objects=true");
    }

    @Override
    protected List<String> malformed() {
        return List.of("internal:a:b?objects=perhaps", "internal:a:b?objects");
    }
}
