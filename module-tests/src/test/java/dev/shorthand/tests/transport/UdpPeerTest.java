package dev.shorthand.tests.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shorthand.kernel.Endpoint;
import dev.shorthand.tests.msgpack.OtherProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udp} with a program in Python at the other side, which sends what quickrpc does: JSON texts with a NUL after each, several in a datagram. */
class UdpPeerTest {
    private static final String PROGRAM = """
            import json, socket, sys

            peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            peer.settimeout(20)
            peer.bind(("127.0.0.1", 0))
            server = ("127.0.0.1", int(sys.argv[1]))

            def telegram(**message):
                return json.dumps(dict(message, jsonrpc="2.0")).encode() + b"\\0"

            add = telegram(method="add", params={"a": 20, "b": 22}, id=1)
            peer.sendto(telegram(method="note", params={"text": "noted"}) + add, server)
            print(peer.recvfrom(2048)[0])
            peer.sendto(add[:30], server)
            print(peer.recvfrom(2048)[0])
            peer.sendto(telegram(method="askBack", params={}, id=2), server)
            question = json.loads(peer.recvfrom(2048)[0].rstrip(b"\\0"))
            print(question["method"], question["params"])
            peer.sendto(telegram(result="Ada of Python", id=question["id"]), server)
            print(peer.recvfrom(2048)[0])
            """;

    private static final String PRINTED = """
            b'{"jsonrpc":"2.0","id":1,"result":42}\\x00'
            b'{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}\\x00'
            name {'of': 'you'}
            b'{"jsonrpc":"2.0","id":2,"result":"Ada of Python"}\\x00'
            """;

    interface Adder {
        int add(int a, int b);
    }

    @TempDir
    Path folder;

    @Test
    void aPeerInPythonCallsAndIsCalled() throws Exception {
        Optional<String> python = OtherProgram.find(folder, List.of("python3", "/usr/bin/python3"), "--version");
        assumeTrue(python.isPresent(), "this machine has no python3");
        Path program = Files.writeString(folder.resolve("peer.py"), PROGRAM);
        BlockingQueue<Object> noted = new LinkedBlockingQueue<>();
        try (Endpoint server = Endpoint.builder()
                .codec("jrpc")
                .transport("udp:127.0.0.1:0?broadcast=none")
                .serve(Adder.class, Integer::sum)
                .open()) {
            server.dispatcher()
                    .add("note", (params, caller) -> noted.add(params.asMap().get("text")));
            server.dispatcher()
                    .add(
                            "askBack",
                            (params, caller) -> caller.peer().orElseThrow().call("name", Map.of("of", "you")));
            String port = server.transports().get(0).replaceAll(".*:", "");
            try (OtherProgram peer = OtherProgram.start(folder, List.of(python.get(), program.toString(), port))) {
                assertEquals(PRINTED, peer.awaitOutput());
                assertEquals("noted", noted.poll(20, TimeUnit.SECONDS));
            }
        }
    }
}
