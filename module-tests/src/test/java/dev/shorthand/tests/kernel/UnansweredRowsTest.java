package dev.shorthand.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.RpcException;
import dev.shorthand.tck.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rows of tinyrpc's golden vectors in which its encoder makes no reply, as there is nobody to reply to: a notification gets none, whatever becomes of it.
 * No codec can show that; here a socket does, by what follows the notification being answered first.
 */
class UnansweredRowsTest {
    private static final String JSON = "jsonrpc";
    private static final String MESSAGE_PACK = "msgpackrpc";

    @TestFactory
    Stream<DynamicTest> aNotificationGetsNoReply() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (String file : List.of(JSON, MESSAGE_PACK)) {
            List<Map<String, Object>> rows = rows(file);
            assertEquals(5, rows.size(), file);
            for (Map<String, Object> row : rows) {
                boolean fails = "error_respond".equals(input(row).get("op"));
                tests.add(DynamicTest.dynamicTest(file + ", " + row.get("name"), () -> unanswered(file, fails)));
            }
        }
        return tests.stream();
    }

    /** Returns those of replies to what is one way, or has no id. */
    private static List<Map<String, Object>> rows(String file) throws IOException {
        String module = file.equals(JSON) ? "plugin-codec-json" : "plugin-codec-msgpack";
        Path copy = Path.of(System.getProperty("shorthand.root"), module, "src/test/resources/wire", file + ".json");
        return Vectors.rows(copy.toUri().toURL()).stream()
                .filter(row -> String.valueOf(input(row).get("op")).endsWith("respond"))
                .filter(row -> !String.valueOf(input(row).get("op")).startsWith("protocol"))
                .filter(row -> Boolean.TRUE.equals(input(row).get("one_way"))
                        || input(row).get("id") == null)
                .toList();
    }

    private static Map<?, ?> input(Map<String, Object> row) {
        return (Map<?, ?>) row.get("input");
    }

    private static void unanswered(String file, boolean fails) throws Exception {
        List<String> notified = new ArrayList<>();
        String codec = file.equals(JSON) ? "jrpc" : "msgpack";
        try (Endpoint server =
                Endpoint.builder().codec(codec).transport("tcpserv:127.0.0.1:0").open()) {
            server.dispatcher().add("note", (params, caller) -> {
                notified.add("note");
                if (fails) {
                    throw new RpcException(-32000, "x");
                }
                return 1;
            });
            server.dispatcher().add("ask", (params, caller) -> notified.size());
            try (RawPeer peer = RawPeer.connect(server.transports().get(0))) {
                if (file.equals(JSON)) {
                    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"note\"}");
                    assertEquals(
                            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":1}",
                            peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"id\":7}"));
                } else {
                    peer.sendBytes(hex("9302a46e6f746590"));
                    peer.sendBytes(hex("940007a361736b90"));
                    assertArrayEquals(hex("940107c001"), peer.receiveBytes(5));
                }
                assertTrue(peer.endsWithoutMore(), "something else was sent");
            }
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
