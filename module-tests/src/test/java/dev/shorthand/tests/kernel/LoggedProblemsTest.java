package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Dispatcher;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.EndpointBuilder;
import dev.shorthand.kernel.RpcException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A message that causes problems is in the log once, unless somebody else sees to that. */
class LoggedProblemsTest {
    /** What happens within the loader: a peer sends one bad message of each kind. */
    public static final class Stranger implements Callable<Integer> {
        private final boolean hooked;

        /** Made by reflection. */
        public Stranger(boolean hooked) {
            this.hooked = hooked;
        }

        @Override
        public Integer call() throws Exception {
            EndpointBuilder builder = Endpoint.builder()
                    .codec("jrpc")
                    .transport("tcpserv:127.0.0.1:0")
                    .dispatcher(new Dispatcher()
                            .add("fail", (params, caller) -> {
                                throw new RpcException(5, "meant for a caller");
                            })
                            .add("bug", (params, caller) -> {
                                throw new IllegalStateException();
                            })
                            .add("good", (params, caller) -> 1));
            if (hooked) {
                builder.onBadMessage((sender, problem) -> false);
            }
            try (Endpoint server = builder.open();
                    RawPeer peer = RawPeer.connect(server.transports().get(0))) {
                peer.ask("garbage");
                peer.ask("{\"jsonrpc\":\"2.0\",\"method\":5,\"id\":4}");
                peer.send(notification("unknown"));
                peer.send(notification("fail"));
                peer.send(notification("bug"));
                // A reader that is relieved on a busy machine logs what follows itself, before what it has set aside.
                peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"good\",\"id\":1}");
                peer.send(notification("rpc.secinfo"));
                peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"good\",\"id\":1}");
                peer.send("{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":1}");
                peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"good\",\"id\":1}");
            }
            return 0;
        }

        private static String notification(String method) {
            return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":{}}";
        }
    }

    @Test
    void eachIsLoggedOnceWithItsSender() throws Exception {
        List<String> warnings = OwnLog.of(Stranger.class, false).stream()
                .filter(line -> line.contains(" WARN "))
                .toList();
        String[] expected = {
            "bad message from .*",
            "bad message from .*",
            "bad call of unknown from .*",
            "fail failed, called by .*",
            "bug failed, called by .*",
            "bad message from .*: got a secured message and no security is set here.*"
        };
        assertEquals(expected.length, warnings.size(), warnings::toString);
        for (int i = 0; i < expected.length; i++) {
            String line = warnings.get(i);
            assertTrue(line.matches(".* - " + expected[i]) && line.contains(" 127.0.0.1:"), line);
        }
    }

    @Test
    void nothingIsLoggedWhereTheHookSaysSo() throws Exception {
        assertEquals(List.of(), OwnLog.of(Stranger.class, true));
    }
}
