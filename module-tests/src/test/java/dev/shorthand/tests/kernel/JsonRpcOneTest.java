package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.EncodeException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Endpoints that speak JSON-RPC 1.0, with each other and with a plain socket. */
class JsonRpcOneTest {
    private final BlockingQueue<Object> noted = new LinkedBlockingQueue<>();

    private void serve(Endpoint server) {
        server.dispatcher()
                .add("add", (params, caller) -> (Long) params.value(0) + (Long) params.value(1))
                .add(
                        "whoami",
                        (params, caller) -> String.valueOf(caller.headers().get("user")))
                .add("note", (params, caller) -> noted.add(params.value(0)));
    }

    @Test
    void callsNotificationsErrorsAndSecurityHeadersWorkInAllFramings() throws Exception {
        work("jrpc?version=1");
        work("jrpc:lines?version=1");
        work("jrpc:headers?version=1&strict=true");
        work("jrpc:concatenated?version=1&strict=true");
    }

    private void work(String codec) throws Exception {
        try (Pair pair = Pair.open(
                server -> server.codec(codec).security("blindly_believe_everything"),
                client -> client.codec(codec).security("blindly_believe_everything:bob"))) {
            serve(pair.server);
            assertEquals(3L, pair.client.call("add", Params.positional(1, 2)));
            assertEquals("bob", pair.client.call("whoami", Params.absent()));
            pair.client.notify("note", Params.positional("milk"));
            assertEquals("milk", noted.poll(20, TimeUnit.SECONDS));
            RemoteException unknown =
                    assertThrows(RemoteException.class, () -> pair.client.call("nothing", Params.absent()));
            assertEquals(-32601, unknown.code());
            if (codec.contains("strict")) {
                assertThrows(EncodeException.class, () -> pair.client.call("add", Params.named(Map.of("a", 1))));
            }
        }
    }

    @Test
    void aPlainSocketIsAnsweredInVersionOne() throws Exception {
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc?version=1")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            serve(server);
            try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
                assertEquals(
                        "{\"id\":\"a\",\"result\":3,\"error\":null}",
                        peer.ask("{\"method\": \"add\", \"params\": [1, 2], \"id\": \"a\"}"));
                peer.send("{\"method\": \"note\", \"params\": [\"eggs\"], \"id\": null}");
                assertEquals(
                        "{\"id\":1,\"result\":null,\"error\":{\"code\":-32601,\"message\":\"Method not found\","
                                + "\"data\":\"no method \\\"nothing\\\" is served here\"}}",
                        peer.ask("{\"method\": \"nothing\", \"params\": [], \"id\": 1}"));
                assertEquals("eggs", noted.poll(20, TimeUnit.SECONDS));
                assertEquals(
                        "{\"id\":null,\"result\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}",
                        peer.ask("{\"method\": "));
                assertEquals(List.of(), List.copyOf(noted));
            }
        }
    }
}
