package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reference server of the Model Context Protocol as a child, which calls back for the client's folders and for a text that the client has made. */
@Timeout(60)
class ModelContextServerTest {
    // Where .ci/run installs it.
    private static final Path SERVER = Path.of(
            System.getProperty("user.home"),
            ".cache/shorthand/peers/node_modules/@modelcontextprotocol/server-everything/dist/index.js");

    private final BlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private String node = "";

    @BeforeEach
    void find() throws Exception {
        node = OtherProgram.node(folder);
        assumeTrue(
                Files.exists(SERVER),
                "skipped: npm install --prefix ~/.cache/shorthand/peers @modelcontextprotocol/server-everything");
    }

    private Endpoint open() throws Exception {
        return Endpoint.builder()
                .codec("jrpc:lines?strict=true")
                .transport("process:(" + node + " " + SERVER + " stdio)")
                .prepare(endpoint -> endpoint.dispatcher()
                        .add(
                                "roots/list",
                                (params, caller) -> Map.of("roots", List.of(Map.of("uri", "file:///gr\u00fcn"))))
                        .add(
                                "sampling/createMessage",
                                (params, caller) -> Map.of(
                                        "role",
                                        "assistant",
                                        "model",
                                        "none",
                                        "content",
                                        Map.of("type", "text", "text", "forty-two")))
                        .add("notifications/message", (params, caller) -> messages.add(params.asMap()))
                        .add("notifications/tools/list_changed", (params, caller) -> null))
                .open();
    }

    @Test
    void itsToolsAreCalledAndCallBack() throws Exception {
        try (Endpoint client = open()) {
            Map<?, ?> server = (Map<?, ?>) client.call(
                    "initialize",
                    Map.of(
                            "protocolVersion",
                            "2025-06-18",
                            "capabilities",
                            Map.of("roots", Map.of("listChanged", true), "sampling", Map.of()),
                            "clientInfo",
                            Map.of("name", "test", "version", "1")));
            assertEquals("2025-06-18", server.get("protocolVersion"));
            client.notify("notifications/initialized", Params.absent());
            // It asks for the folders by itself, and then for nothing while it tells of them.
            Map<?, ?> told = messages.poll(20, TimeUnit.SECONDS);
            assertTrue(String.valueOf(told).contains("1 root(s) received"), () -> "told " + told);
            assertEquals("Echo: gr\u00fcn", text(client, "echo", Map.of("message", "gr\u00fcn")));
            assertEquals("The sum of 20 and 22 is 42.", text(client, "get-sum", Map.of("a", 20, "b", 22)));
            String sampled = text(client, "trigger-sampling-request", Map.of("prompt", "?", "maxTokens", 5));
            assertTrue(sampled.contains("forty-two"), sampled);
            assertEquals(
                    -32601,
                    assertThrows(RemoteException.class, () -> client.call("no/such"))
                            .code());
        }
    }

    private static String text(Endpoint client, String tool, Map<String, Object> arguments) throws Exception {
        Map<?, ?> result = (Map<?, ?>) client.call("tools/call", Map.of("name", tool, "arguments", arguments));
        Map<?, ?> content = (Map<?, ?>) ((List<?>) result.get("content")).get(0);
        return (String) content.get("text");
    }
}
