package dev.shorthand.tests.msgpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.codec.msgpack.Extension;
import dev.shorthand.kernel.Caller;
import dev.shorthand.kernel.Endpoint;
import dev.shorthand.kernel.Params;
import dev.shorthand.kernel.RpcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in both directions with a program in Python, on the msgpack library of its own makers. */
class PythonPeerTest {
    /** Calls, answers a call, and prints what came; it sends in two parts, each of which ends within a message. */
    private static final String PROGRAM = """
            import datetime, socket, sys
            import msgpack

            connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            unpacker = msgpack.Unpacker(timestamp=3)

            def receive():
                while True:
                    for message in unpacker:
                        return message
                    data = connection.recv(65536)
                    if not data:
                        sys.exit("the connection has ended")
                    unpacker.feed(data)

            def send(*messages):
                stream = b"".join(msgpack.packb(message, datetime=True) for message in messages)
                connection.sendall(stream[:7])
                connection.sendall(stream[7:])

            moment = datetime.datetime(2026, 11, 22, 10, 15, 30, 500000, tzinfo=datetime.timezone.utc)
            values = [None, True, -1, 2**64 - 1, 1.5, "gr\\u00fc\\u00df", b"\\x00\\xff", [], {"a": {"b": [1] * 20}}, moment,
                      msgpack.ExtType(5, b"x")]
            send([0, 1, "same", [values]], [0, 4294967295, "add", [20, 22]], [2, "note", ["noted"]])
            print(receive() == [1, 1, None, values])
            print(receive())
            send([0, 2, "add", [1]], [0, 3, "nosuch", []], [0, 0, "fail", []], [0, 4, "same", [float("inf")]])
            for i in range(4):
                print(receive())
            send([0, 5, "askBack", []])
            question = receive()
            print(question[0], question[2], question[3] == ["Ada", moment, msgpack.ExtType(7, b"\\x01\\x02")])
            send([1, question[1], None, "Ada of Python"])
            print(receive())
            send([0, 6, "askBack", []])
            send([1, receive()[1], {"reason": "busy"}, None])
            print(receive())
            """;

    private static final String PRINTED = """
            True
            [1, 4294967295, None, 42]
            [1, 2, [-32602, 'Invalid params'], None]
            [1, 3, [-32601, 'Method not found'], None]
            [1, 0, [404, 'nothing here'], None]
            [1, 4, None, inf]
            0 name True
            [1, 5, None, 'Ada of Python']
            [1, 6, None, 'Unknown error {reason=busy}']
            """;

    interface Adder {
        int add(int a, int b);
    }

    @TempDir
    Path folder;

    private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();

    @Test
    void callsGoBothWaysWithEveryKindOfValue() throws Exception {
        Optional<String> python =
                OtherProgram.find(folder, List.of("python3", "/usr/bin/python3"), "-c", "import msgpack");
        assumeTrue(python.isPresent(), "skipped: no python3 with its library msgpack (Debian: python3-msgpack)");
        Path program = Files.writeString(folder.resolve("peer.py"), PROGRAM);
        try (Endpoint server = Endpoint.builder()
                .codec("msgpack")
                .transport("tcpserv:127.0.0.1:0")
                .open()) {
            server.dispatcher()
                    .add("same", (params, caller) -> params.value(0))
                    .add("note", (params, caller) -> noted.add(String.valueOf(params.value(0))))
                    .add("fail", (params, caller) -> {
                        throw new RpcException(404, "nothing here", Map.of("not", "sent"));
                    })
                    .add("askBack", (params, caller) -> askBack(caller));
            server.serve(Adder.class, Integer::sum);
            int port = MsgpackSocket.port(server.transports().get(0));
            try (OtherProgram peer =
                    OtherProgram.start(folder, List.of(python.get(), program.toString(), Integer.toString(port)))) {
                assertEquals(PRINTED, peer.awaitOutput());
            }
            assertEquals("noted", noted.poll(20, TimeUnit.SECONDS));
        }
    }

    private static Object askBack(Caller caller) {
        Params question =
                Params.positional("Ada", Instant.parse("2026-11-22T10:15:30.500Z"), Extension.of(7, new byte[] {1, 2}));
        return caller.peer().orElseThrow().callAsync("name", question).exceptionally(failed -> {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return cause.getMessage() + " " + ((RpcException) cause).data();
        });
    }
}
