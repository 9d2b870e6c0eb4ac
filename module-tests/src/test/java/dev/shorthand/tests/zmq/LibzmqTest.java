package dev.shorthand.tests.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.DisconnectedException;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.Peer;
import dev.shorthand.kernel.Promise;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code zmqserv} and {@code zmq} with libzmq at the other side, by way of Python. */
@Timeout(90)
class LibzmqTest {
    private static final String CLIENT = """
            import json, sys, zmq
            endpoint = sys.argv[1]
            context = zmq.Context()

            def call(id, method, **params):
                return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": id}).encode()

            def note(method, **params):
                return json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode()

            def show(frames):
                *before, last = frames
                print(before, json.loads(last) if last else last)

            def socket(kind, **options):
                made = context.socket(kind)
                made.rcvtimeo = 20000
                made.linger = 5000
                for name, value in options.items():
                    setattr(made, name, value)
                made.connect(endpoint)
                return made

            req = socket(zmq.REQ)
            req.send(call(1, "add", a=20, b=22))
            show(req.recv_multipart())
            req.send(note("note", text="of REQ"))
            show(req.recv_multipart())
            req.send(call(2, "nosuch"))
            show(req.recv_multipart())
            req.send(b'{"jsonrpc": "2.0", "id": 3}')
            show(req.recv_multipart())
            req.send(call(4, "add", a=1, b=1))
            show(req.recv_multipart())

            numbered = socket(zmq.REQ, req_correlate=1, req_relaxed=1)
            for i in range(3):
                numbered.send(call(10 + i, "add", a=i, b=1))
                show(numbered.recv_multipart())

            named = socket(zmq.DEALER, identity=b"worker-7")
            named.send_multipart([b"", call(20, "who")])
            show(named.recv_multipart())
            named.send_multipart([call(21, "who")])
            show(named.recv_multipart())
            named.send_multipart([b"way", b"in", b"", call(22, "who")])
            show(named.recv_multipart())
            named.send_multipart([b"way", b"in", call(23, "who")])
            show(named.recv_multipart())
            """;

    private static final String PRINTED = """
            [] {'jsonrpc': '2.0', 'id': 1, 'result': 42}
            [] b''
            [] {'jsonrpc': '2.0', 'id': 2, 'error': {'code': -32601, 'message': 'Method not found', 'data': 'no method "nosuch" is served here'}}
            [] {'jsonrpc': '2.0', 'id': 3, 'error': {'code': -32600, 'message': 'Invalid Request'}}
            [] {'jsonrpc': '2.0', 'id': 4, 'result': 2}
            [] {'jsonrpc': '2.0', 'id': 10, 'result': 1}
            [] {'jsonrpc': '2.0', 'id': 11, 'result': 2}
            [] {'jsonrpc': '2.0', 'id': 12, 'result': 3}
            [b''] {'jsonrpc': '2.0', 'id': 20, 'result': 'worker-7'}
            [] {'jsonrpc': '2.0', 'id': 21, 'result': 'worker-7'}
            [b'way', b'in', b''] {'jsonrpc': '2.0', 'id': 22, 'result': 'worker-7/way/in'}
            [b'way', b'in'] {'jsonrpc': '2.0', 'id': 23, 'result': 'worker-7/way/in'}
            """;

    /** Answers "echo", and keeps "wait" to itself. */
    private static final String SERVER = """
            import json, sys, zmq
            router = zmq.Context().socket(zmq.ROUTER)
            router.bind(sys.argv[1])
            while True:
                *way, payload = router.recv_multipart()
                message = json.loads(payload)
                if message["method"] == "echo":
                    answer = {"jsonrpc": "2.0", "id": message["id"], "result": message["params"][0]}
                    router.send_multipart(way + [json.dumps(answer).encode()])
            """;

    @TempDir
    Path folder;

    private String python = "";

    @BeforeEach
    void findPython() throws Exception {
        // Debian's package is for Debian's Python, which need not be the first on the PATH.
        Optional<String> found = OtherProgram.find(folder, List.of("python3", "/usr/bin/python3"), "-c", "import zmq");
        assumeTrue(found.isPresent(), "skipped: no python3 with its library zmq (Debian: python3-zmq)");
        python = found.get();
    }

    interface Adder {
        int add(int a, int b);
    }

    @Test
    void answersReqAndDealerSocketsWithTheFramesTheySent() throws Exception {
        BlockingQueue<String> noted = new LinkedBlockingQueue<>();
        Path program = Files.writeString(folder.resolve("client.py"), CLIENT);
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("zmqserv:tcp://127.0.0.1:0?answerNotifications=true")
                .open()) {
            server.serve(Adder.class, Integer::sum);
            server.dispatcher()
                    .add("who", (params, caller) -> caller.peerName())
                    .add(
                            "note",
                            (params, caller) ->
                                    noted.add(String.valueOf(params.asMap().get("text"))));
            String endpoint = server.transports().get(0).substring("zmqserv:".length());
            try (OtherProgram client = OtherProgram.start(folder, List.of(python, program.toString(), endpoint))) {
                assertEquals(PRINTED, client.awaitOutput());
            }
            assertEquals("of REQ", noted.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServerThatIsKilledFailsItsCallsAndComesBack() throws Exception {
        Path program = Files.writeString(folder.resolve("server.py"), SERVER);
        BlockingQueue<Peer> there = new LinkedBlockingQueue<>();
        BlockingQueue<Peer> gone = new LinkedBlockingQueue<>();
        String endpoint = "tcp://127.0.0.1:" + freePort();
        List<String> command = List.of(python, program.toString(), endpoint);
        OtherProgram server = OtherProgram.start(folder, command);
        try (Endpoint client = Endpoint.builder()
                .codec("jrpc")
                .transport("zmq:" + endpoint + "?connectTimeout=30s")
                .onConnect(there::add)
                .onDisconnect(gone::add)
                .open()) {
            assertEquals(endpoint, there.take().name());
            assertEquals("hello", client.call("echo", Params.positional("hello")));
            Promise<Object> never = client.callAsync("wait", Params.absent());
            server.close();
            assertTrue(gone.poll(30, TimeUnit.SECONDS) != null, "its end is reported");
            ExecutionException failed = assertThrows(ExecutionException.class, () -> never.get(20, TimeUnit.SECONDS));
            assertInstanceOf(DisconnectedException.class, failed.getCause());
            server = OtherProgram.start(folder, command);
            assertEquals(endpoint, there.poll(60, TimeUnit.SECONDS).name());
            assertEquals("again", client.call("echo", Params.positional("again")));
        } finally {
            server.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
