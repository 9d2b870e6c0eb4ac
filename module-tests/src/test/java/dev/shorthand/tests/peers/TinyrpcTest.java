package dev.shorthand.tests.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.binding.CallBatch;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Promise;
import dev.shorthand.kernel.RemoteException;
import dev.shorthand.tests.kernel.Wait;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** tinyrpc itself: its servers over ZeroMQ and HTTP are called, and its client calls. */
@Timeout(120)
class TinyrpcTest {
    private static final String SERVICE = """
            import sys
            from tinyrpc.dispatch import RPCDispatcher
            from tinyrpc.protocols.jsonrpc import JSONRPCProtocol
            from tinyrpc.server import RPCServer

            dispatcher = RPCDispatcher()
            noted = []

            @dispatcher.public
            def add(a, b):
                return a + b

            @dispatcher.public
            def echo(value):
                return value

            @dispatcher.public
            def fail():
                raise ValueError('the kitchen is closed')

            @dispatcher.public
            def note(text):
                noted.append(text)

            @dispatcher.public
            def notes():
                return noted

            def serve(transport):
                RPCServer(transport, JSONRPCProtocol(), dispatcher).serve_forever()
            """;

    private static final String OVER_ZEROMQ = SERVICE + """

            import zmq
            from tinyrpc.transports.zmq import ZmqServerTransport

            socket = zmq.Context().socket(zmq.ROUTER)
            print(socket.bind_to_random_port('tcp://127.0.0.1'), flush=True)
            serve(ZmqServerTransport(socket))
            """;

    private static final String OVER_HTTP = SERVICE + """

            import queue, threading
            from tinyrpc.transports.wsgi import WsgiServerTransport
            from wsgiref.simple_server import make_server

            transport = WsgiServerTransport(queue_class=queue.Queue)
            threading.Thread(target=serve, args=[transport], daemon=True).start()
            server = make_server('127.0.0.1', 0, transport.handle)
            print(server.server_port, flush=True)
            server.serve_forever()
            """;

    private static final String CLIENT = """
            import json, sys, zmq
            from tinyrpc.client import RPCClient
            from tinyrpc.exc import RPCError
            from tinyrpc.protocols.jsonrpc import JSONRPCProtocol
            from tinyrpc.transports.zmq import ZmqClientTransport

            protocol = JSONRPCProtocol()
            transport = ZmqClientTransport.create(zmq.Context(), sys.argv[1])
            client = RPCClient(protocol, transport)
            proxy = client.get_proxy()
            print(proxy.add(20, 22))
            print(client.call('add', [], {'a': 1, 'b': 2}))
            print(client.get_proxy('kitchen.').order('gr\u00fctze') == 'gr\u00fctze is being cooked')
            for method, args in [('no.such', []), ('add', [1])]:
                try:
                    print(client.call(method, args, {}))
                except RPCError as e:
                    print(e)
            # It writes batches, and does not read the answers to them by itself.
            batch = protocol.create_batch_request([protocol.create_request('add', [n, 1]) for n in (1, 2)])
            print([reply['result'] for reply in json.loads(transport.send_message(batch.serialize()))])
            """;

    interface Calculator {
        long add(long a, long b);
    }

    @TempDir
    Path folder;

    private String python(String needed) throws Exception {
        Optional<String> found =
                OtherProgram.find(folder, List.of("python3", "/usr/bin/python3"), "-c", "import " + needed);
        assumeTrue(found.isPresent(), "skipped: no " + needed + " (Debian: python3-tinyrpc, python3-werkzeug)");
        return found.get();
    }

    private String write(String program) throws IOException {
        return Files.writeString(folder.resolve("program.py"), program).toString();
    }

    private String port() {
        try {
            return Files.readString(folder.resolve("output"))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private OtherProgram serve(String python, String program) throws Exception {
        OtherProgram server = OtherProgram.start(folder, List.of(python, write(program)));
        Wait.until("it serves", () -> !port().isEmpty() || !server.isRunning());
        return server;
    }

    private static void isCalled(Endpoint client) {
        assertEquals(42L, client.call("add", 20, 22));
        assertEquals(42L, client.remote(Calculator.class).add(20, 22));
        assertEquals(3L, client.call("add", Map.of("a", 1, "b", 2)));
        Map<String, Object> values = Map.of("text", "gr\u00fc\u00dfe", "list", List.of(1L, 2.5, true), "map", Map.of());
        assertEquals(values, client.call("echo", Params.positional(values)));
        assertEquals(
                -32601,
                assertThrows(RemoteException.class, () -> client.call("no.such"))
                        .code());
        RemoteException failed = assertThrows(RemoteException.class, () -> client.call("fail"));
        assertTrue(failed.getMessage().contains("the kitchen is closed"), failed::getMessage);

        CallBatch batch = CallBatch.to(client);
        Promise<Object> sum = batch.call("add", Params.positional(1, 2));
        batch.notify("note", Params.positional("in a batch"));
        Promise<Object> unknown = batch.call("no.such", Params.absent());
        batch.send();
        assertEquals(3L, sum.result());
        assertThrows(RemoteException.class, unknown::result);
        assertEquals(List.of("in a batch"), client.call("notes"));
    }

    @Test
    void itsServerOverZeroMqIsCalled() throws Exception {
        try (OtherProgram server = serve(python("tinyrpc.transports.zmq"), OVER_ZEROMQ);
                Endpoint client = Endpoint.builder()
                        .codec("jrpc")
                        .transport("zmq:tcp://127.0.0.1:" + port())
                        .open()) {
            assertTrue(server.isRunning());
            isCalled(client);
            client.notify("note", Params.positional("alone"));
            assertEquals(List.of("in a batch", "alone"), client.call("notes"));
            List<Promise<Object>> sums = new ArrayList<>();
            for (long i = 0; i < 500; i++) {
                sums.add(client.callAsync("add", Params.positional(i, 1)));
            }
            for (int i = 0; i < sums.size(); i++) {
                assertEquals(i + 1L, sums.get(i).result(Duration.ofSeconds(20)));
            }
        }
    }

    @Test
    void itsServerOverHttpIsCalled() throws Exception {
        try (OtherProgram server = serve(python("tinyrpc.transports.wsgi"), OVER_HTTP);
                Endpoint client = HttpChannel.connect("http://127.0.0.1:" + port() + "/")) {
            assertTrue(server.isRunning());
            isCalled(client);
        }
    }

    @Test
    void itsClientOverZeroMqCalls() throws Exception {
        String python = python("tinyrpc.transports.zmq");
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("zmqserv:tcp://127.0.0.1:0?answerNotifications=true")
                .open()) {
            server.dispatcher().serve(Calculator.class, Long::sum);
            server.dispatcher().add("kitchen.order", (params, caller) -> params.value(0) + " is being cooked");
            String endpoint = server.transports().get(0).substring("zmqserv:".length());
            try (OtherProgram client = OtherProgram.start(folder, List.of(python, write(CLIENT), endpoint))) {
                assertEquals(
                        List.of(
                                "42",
                                "3",
                                "True",
                                "Error calling remote procedure: Method not found",
                                "Error calling remote procedure: Invalid params",
                                "[2, 3]"),
                        client.awaitOutput().lines().toList());
            }
        }
    }
}
