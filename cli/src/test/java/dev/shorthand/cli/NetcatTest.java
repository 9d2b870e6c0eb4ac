package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's call by {@code printf} and {@code nc}, as it stands there but for the port. */
class NetcatTest {
    private static final Path README = Path.of(System.getProperty("shorthand.root"), "README.md");
    private static final Pattern LINE = Pattern.compile("^printf '.*' \\| nc 127\\.0\\.0\\.1 8888$", Pattern.MULTILINE);

    @Test
    void theLineOfTheReadmeIsAnswered() throws Exception {
        assumeTrue(isThere(), "this machine has no nc, or no sh");
        Matcher line = LINE.matcher(Files.readString(README));
        assertTrue(line.find(), "the README has no line that pipes printf into nc");
        try (Child server = Child.start("serve", "--transport", "tcpserv:127.0.0.1:0")) {
            String port = server.awaitReady().replaceAll(".*:", "");
            // Some stay until the other side closes; then it goes with the server, or with this test.
            try (Child nc = Child.of("sh", "-c", line.group().replace("8888", port))) {
                nc.awaitOut("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}");
            } finally {
                server.terminate().exitCode();
            }
        }
    }

    private static boolean isThere() throws InterruptedException {
        try (Child asked = Child.of("sh", "-c", "command -v nc")) {
            return asked.exitCode() == 0;
        } catch (IOException e) {
            return false; // there is no shell
        }
    }
}
