package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A call without arguments has no params on the wire, unless its caller gives empty ones: language servers refuse them with {@code shutdown}. */
class AbsentParamsTest {
    interface LanguageServer {
        void exit();
    }

    @Test
    void aCallWithoutArgumentsHasNoParams() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("tcp:127.0.0.1:" + server.getLocalPort())
                        .open();
                RawPeer peer = RawPeer.accept(server)) {
            client.remote(LanguageServer.class).exit();
            assertEquals("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}", peer.receive());
            Thread caller = new Thread(() -> client.call("shutdown"));
            caller.start();
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}", peer.receive());
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");
            caller.join(20_000);
            client.notify("m", Map.of());
            assertEquals("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{}}", peer.receive());
            client.notify("m", Params.positional());
            assertEquals("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}", peer.receive());
        }
    }
}
