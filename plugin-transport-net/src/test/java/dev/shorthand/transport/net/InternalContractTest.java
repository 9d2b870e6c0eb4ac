package dev.shorthand.transport.net;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

final class InternalContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        String bus = UUID.randomUUID().toString();
        return Pair.of("internal:" + bus + ":server", "internal:" + bus + "?to=server");
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "internal:a:b:c",
                "internal:a:",
                "internal:a b",
                "internal:a:b?to=",
                "internal:a:b?to=c%2Fd",
                "internal:(a)");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("[\\w-]+\\.\\d+");
    }
}
