package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code udp:…?group=…} with a sender in Python, in a network namespace of their own, which has no way out. */
class MulticastTest {
    private static final String PROGRAM = """
            import socket, subprocess, sys

            server = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
            try:
                port = int(server.stdout.readline().decode().rsplit(":", 1)[1])
                peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                peer.settimeout(20)
                peer.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
                peer.bind(("127.0.0.1", 0))
                call = b'{"jsonrpc":"2.0","method":"add","params":{"a":20,"b":22},"id":1}\\0'
                peer.sendto(call, ("239.1.2.3", port))
                print(peer.recvfrom(2048)[0])
            finally:
                server.terminate()
                server.wait()
            """;

    @TempDir
    Path folder;

    @Test
    void whatIsSentToTheGroupIsHandled() throws Exception {
        assumeTrue(can("unshare", "-n", "ip", "link", "set", "lo", "up"), "no network namespace can be had here");
        assumeTrue(can("python3", "--version"), "this machine has no python3");
        Path program = Files.writeString(folder.resolve("peer.py"), PROGRAM);
        List<String> words = new ArrayList<>(List.of(
                "unshare", "-n", "sh", "-c", "ip link set lo up && exec python3 \"$@\"", "sh", program.toString()));
        words.addAll(Child.line("", "serve", "--transport", "udp:127.0.0.1:0?group=239.1.2.3"));
        try (Child both = Child.of(words.toArray(String[]::new))) {
            assertEquals("b'{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":42}\\x00'\n", both.out(), both.err());
            assertEquals(0, both.exitCode());
        }
    }

    private static boolean can(String... command) throws InterruptedException {
        try (Child asked = Child.of(command)) {
            return asked.exitCode() == 0;
        } catch (IOException e) {
            return false; // there is none of that name
        }
    }
}
