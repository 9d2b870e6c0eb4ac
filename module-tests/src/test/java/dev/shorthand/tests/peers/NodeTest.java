package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of Node.js that use nothing but what comes with it, and so have JSON from somebody else. */
class NodeTest {
    /** A server of the Model Context Protocol: a message a line, over its standard streams. */
    private static final String TOOLS = """
            const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n');
            let roots = [];
            const methods = {
              initialize: (params) => ({ protocolVersion: params.protocolVersion, capabilities: { tools: {} } }),
              'tools/list': (params) => ({ tools: [{ name: 'add' }], hadParams: params !== undefined }),
              'tools/call': ({ name, arguments: { a, b } }) => {
                send({ method: 'notifications/message', params: { level: 'info', data: `${name} in ${roots[0].uri}` } });
                return { content: [{ type: 'text', text: String(a + b) }] };
              },
            };
            require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
              const { id, method, params, result } = JSON.parse(line);
              if (id === 'roots-1') {
                roots = result.roots;
                send({ method: 'notifications/message', params: { level: 'info', data: 'ready' } });
              } else if (method === 'notifications/initialized') {
                send({ id: 'roots-1', method: 'roots/list' });
              } else if (methods[method]) {
                send({ id, result: methods[method](params) });
              } else if (id !== undefined) {
                send({ id, error: { code: -32601, message: 'Method not found' } });
              }
            }).on('close', () => process.exit(0));
            """;

    /** A mining pool: JSON-RPC 1.0 a line each, over TCP; errors are lists, and notifications have the id null. */
    private static final String POOL = """
            require('net').createServer((socket) => {
              const send = (message) => socket.write(JSON.stringify(message) + '\\n');
              const methods = {
                'mining.subscribe': () => [[['mining.notify', 'ae6812eb']], '08000002', 4],
                'mining.authorize': ([user]) => user === 'miner',
              };
              require('readline').createInterface({ input: socket }).on('line', (line) => {
                const { id, method, params } = JSON.parse(line);
                if (methods[method]) {
                  send({ id, result: methods[method](params), error: null });
                } else {
                  send({ id, result: null, error: [23, 'Low difficulty share', null] });
                }
                if (method === 'mining.authorize') {
                  send({ id: null, method: 'mining.notify', params: ['bf', [], true] });
                }
              });
              socket.on('error', () => {});
            }).listen(0, '127.0.0.1', function () {
              console.log(this.address().port);
            });
            """;

    @TempDir
    Path folder;

    private String node = "";

    @BeforeEach
    void find() throws Exception {
        node = OtherProgram.node(folder);
    }

    @Test
    void aServerOfToolsIsCalledAndCallsBack() throws Exception {
        Path script = Files.writeString(folder.resolve("tools.js"), TOOLS);
        BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        try (Endpoint client = Endpoint.builder()
                .codec("jrpc:lines")
                .transport("process:(" + node + " " + script.getFileName() + ")?folder=" + folder)
                .prepare(endpoint -> {
                    endpoint.dispatcher()
                            .add(
                                    "roots/list",
                                    (params, caller) -> Map.of("roots", List.of(Map.of("uri", "file:///gr\u00fcn"))));
                    endpoint.dispatcher()
                            .add("notifications/message", (params, caller) -> messages.add(params.asMap()));
                })
                .open()) {
            Map<String, Object> hello = Map.of("protocolVersion", "2025-06-18", "capabilities", Map.of());
            assertEquals(
                    Map.of("protocolVersion", "2025-06-18", "capabilities", Map.of("tools", Map.of())),
                    client.call("initialize", hello));
            client.notify("notifications/initialized", Params.absent());
            assertEquals(Map.of("level", "info", "data", "ready"), messages.poll(20, TimeUnit.SECONDS));
            assertEquals(
                    Map.of("tools", List.of(Map.of("name", "add")), "hadParams", false), client.call("tools/list"));
            assertEquals(
                    Map.of("content", List.of(Map.of("type", "text", "text", "42"))),
                    client.call("tools/call", Map.of("name", "add", "arguments", Map.of("a", 20, "b", 22))));
            assertEquals(
                    Map.of("level", "info", "data", "add in file:///gr\u00fcn"), messages.poll(20, TimeUnit.SECONDS));
            assertEquals(
                    -32601,
                    assertThrows(RemoteException.class, () -> client.call("no/such"))
                            .code());
        }
    }

    @Test
    void aMiningPoolIsSubscribedToInVersionOne() throws Exception {
        Path script = Files.writeString(folder.resolve("pool.js"), POOL);
        BlockingQueue<List<Object>> jobs = new LinkedBlockingQueue<>();
        try (OtherProgram pool = OtherProgram.start(folder, List.of(node, script.toString()))) {
            Wait.until("the pool listens", () -> !port().isEmpty() || !pool.isRunning());
            try (Endpoint miner = Endpoint.builder()
                    .codec("jrpc:lines?version=1&strict=true")
                    .transport("tcp:127.0.0.1:" + port())
                    .prepare(endpoint ->
                            endpoint.dispatcher().add("mining.notify", (params, caller) -> jobs.add(params.asList())))
                    .open()) {
                assertEquals(
                        List.of(List.of(List.of("mining.notify", "ae6812eb")), "08000002", 4L),
                        miner.call("mining.subscribe"));
                assertEquals(true, miner.call("mining.authorize", "miner", "secret"));
                assertEquals(List.of("bf", List.of(), true), jobs.poll(20, TimeUnit.SECONDS));
                RemoteException refused = assertThrows(
                        RemoteException.class, () -> miner.call("mining.submit", "miner", "bf", "00000001"));
                assertEquals(Arrays.asList(23L, "Low difficulty share", null), refused.data());
            }
        }
    }

    /** Returns what the pool has written, once that is a whole line. */
    private String port() {
        try {
            String written = Files.readString(folder.resolve("output"));
            return written.endsWith("\n") ? written.strip() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
