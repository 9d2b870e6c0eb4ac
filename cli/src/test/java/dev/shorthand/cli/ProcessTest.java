package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a shell sees it: its streams, its signals, its exit codes. */
class ProcessTest {
    private static final String ADD = "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":{\"a\":1,\"b\":2},\"id\":1}";
    private static final String SUM = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}";

    @TempDir
    Path folder;

    // What the JVM ends with after SIGTERM, when its hooks have run: 128 and the signal's number.
    private static final int TERMINATED = 143;

    @Test
    void servesAnotherProcessUntilItIsTerminated() throws Exception {
        try (Child server = Child.start("serve", "--transport", "tcpserv:127.0.0.1:0")) {
            String transport = server.awaitReady();
            try (Child client = Child.start("call", "--transport", transport, "add", "a=1", "b=2")) {
                assertEquals("3\n", client.out());
                assertEquals(0, client.exitCode());
            }
            assumeFalse(System.getProperty("os.name").startsWith("Windows"), "there is no SIGTERM");
            assertEquals(TERMINATED, server.terminate().exitCode());
        }
    }

    @Test
    void answersPeersThatKnowNothingButJsonAndNul() throws Exception {
        try (Child server = Child.start("serve", "--transport", "tcpserv:127.0.0.1:0")) {
            String transport = server.awaitReady();
            int port = Integer.parseInt(transport.substring(transport.lastIndexOf(':') + 1));
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write((ADD + '\0').getBytes(StandardCharsets.US_ASCII));
                byte[] reply = new byte[SUM.length() + 1];
                new DataInputStream(socket.getInputStream()).readFully(reply);
                assertEquals(SUM + '\0', new String(reply, StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void servesStandardInputToItsEndAndSaysReadyOnStderr() throws Exception {
        try (Child server = Child.start("serve", "--transport", "stdio:", "--codec", "jrpc:lines")) {
            server.give(ADD + '\n');
            assertEquals(SUM, server.firstLine());
            server.endInput();
            assertEquals(0, server.exitCode());
            assertEquals(SUM + '\n', server.out());
            assertTrue(server.err().startsWith("READY stdio:\n"), server.err());
        }
    }

    @Test
    void servesOnAPortThatIsTakenAsSoonAsItIsFree() throws Exception {
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        String address = "127.0.0.1:" + taken.getLocalPort();
        try (Child server = Child.start("serve", "--transport", "restart:100ms:(tcpserv:" + address + ")")) {
            server.awaitErr(
                    "port " + taken.getLocalPort() + " is in use at " + address + "; stop the program that has it");
            taken.close();
            String waiting = "restart:100ms:(tcp:" + address + ")?waiting=true";
            try (Child client = Child.start("call", "--timeout", "20s", "--transport", waiting, "add", "a=1", "b=2")) {
                assertEquals("3\n", client.out());
                assertEquals(0, client.exitCode());
            }
        } finally {
            taken.close();
        }
    }

    @Test
    void servesAChildAndEndsWithItAndSaysHowThatWas() throws Exception {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "the child is a Unix shell");
        Path answer = folder.resolve("answer");
        Path script = Files.writeString(
                folder.resolve("child.sh"),
                "echo '" + ADD + "'; read line; echo \"$line\" >'" + answer + "'; echo 'no such table' >&2; exit 3");
        String child = "process:(sh " + script + ")";
        try (Child server = Child.start("serve", "--codec", "jrpc:lines", "--transport", child)) {
            assertEquals(0, server.exitCode());
            assertEquals("READY " + child + "\n", server.out());
            assertEquals(SUM + "\n", Files.readString(answer));
            assertTrue(
                    server.err()
                            .contains(
                                    "the program ended with exit code 3, its last words on stderr: \"no such table\""),
                    server.err());
        }
    }

    @Test
    void namesTheProgramThatCannotBeStarted() throws Exception {
        try (Child server = Child.start("serve", "--transport", "process:(no-such-program)")) {
            assertEquals(3, server.exitCode());
            assertEquals("", server.out());
            assertTrue(server.err().contains("cannot start \"no-such-program\""), server.err());
            assertTrue(server.err().contains("is it installed and on the PATH"), server.err());
        }
    }

    @Test
    void joinsABusUntilItIsTerminated() throws Exception {
        try (Child server = Child.start("serve", "--transport", "internal:house:kitchen")) {
            assertEquals("READY internal:house:kitchen", server.firstLine());
            assumeFalse(System.getProperty("os.name").startsWith("Windows"), "there is no SIGTERM");
            assertEquals(TERMINATED, server.terminate().exitCode());
        }
    }

    @Test
    void servesAndCallsWithPluginsOfADirectoryBeforeOrAfterTheSubcommand() throws Exception {
        String plugins = ExamplePlugin.build(folder).toString();
        try (Child server = Child.start(
                "--plugins", plugins, "serve", "--transport", "tcpserv:127.0.0.1:0", "--security", "checksum:")) {
            String transport = server.awaitReady();
            try (Child client = Child.start(
                    "call",
                    "--plugins",
                    plugins,
                    "--transport",
                    transport,
                    "--security",
                    "checksum:",
                    "add",
                    "a=1",
                    "b=2")) {
                assertEquals("3\n", client.out());
                assertEquals(0, client.exitCode());
            }
        }
    }

    @Test
    void listsThePluginsOfADirectoryAndNamesTheJarThatIsBroken() throws Exception {
        Path plugins = ExamplePlugin.build(folder);
        Files.writeString(plugins.resolve("broken.jar"), "this is a text");
        try (Child child = Child.start("plugins", "--plugins", plugins.toString())) {
            String listed = child.out();
            assertTrue(listed.contains("checksum:") && listed.contains("checksum.jar"), listed);
            String log = child.err();
            assertTrue(log.contains(plugins.resolve("broken.jar") + " is left out"), log);
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void namesAnInstalledPluginThatThrowsAndGoesOnWithTheOthers() throws Exception {
        String jar = ExamplePlugin.build(folder, "if (true) throw new IllegalStateException(\"no licence\");")
                .resolve("checksum.jar")
                .toString();
        try (Child child = Child.startWith(jar, "plugins")) {
            String listed = child.out();
            assertTrue(listed.contains("tcp:host:port") && !listed.contains("checksum"), listed);
            String module = Main.class.getModule().isNamed() ? "module org.example.checksum of " : "";
            String told = "the security provider org.example.checksum.ChecksumProvider in " + module + jar
                    + " is left out: java.lang.IllegalStateException: no licence";
            String log = child.err();
            assertTrue(log.contains(told), log);
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void demonstratesItselfTheSameWayEachTime() throws Exception {
        String first = demonstration();
        assertTrue(first.contains("bob     gets error 99, \"custom failure\", {\"hint\":[1,2]}"), first);
        String twoWay = """
                  bob     has DemoOrders
                          outgoing String order(String dish)
                          incoming void ready(String dish)
                  server  has DemoOrders, inverted
                          incoming String order(String dish)
                          outgoing void ready(String dish)
                  bob     has no handler for [ready]
                  bob     connects one by on(DemoOrders::ready, bob::ready)
                  bob     calls order("soup")
                  bob     gets "soup is being cooked"
                  server  notifies ready("soup")
                  bob     hears ready("soup")
                """;
        assertTrue(first.contains(twoWay), first);
        assertEquals(first, demonstration());
    }

    @Test
    void letsPeopleChatFromItsConsoleAndFromASocket() throws Exception {
        try (Child chat = Child.start("demo", "chat", "--transport", "mux:(tcpserv:127.0.0.1:0)(stdio:)")) {
            Matcher ready = Pattern.compile("READY mux:\\(tcpserv:127.0.0.1:(\\d+)\\)\\(stdio:\\)")
                    .matcher(chat.firstErrLine());
            assertTrue(ready.matches(), ready.toString());
            String guest;
            try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(ready.group(1)))) {
                socket.setSoTimeout(20_000);
                guest = "127.0.0.1:" + socket.getLocalPort();
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer typed = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
                assertTrue(heard.readLine().startsWith("echo from:\"chat\" text:\"" + guest + " is here; type say"));
                typed.write("who[1]\r\nsya text:\"x\"\r\n");
                typed.flush();
                assertEquals("[1]:[\"" + guest + "\" \"stdio\"]", heard.readLine());
                assertEquals(
                        "echo from:\"chat\" text:\"no method \\\"sya\\\" is served here; did you mean say?\"",
                        heard.readLine());
                chat.give("say text:\"hello there\"\n");
                assertEquals("echo from:\"stdio\" text:\"hello there\"", heard.readLine());
                typed.write("say text:\"hello, console\"\r\n");
                typed.flush();
                assertEquals("echo from:\"" + guest + "\" text:\"hello, console\"", heard.readLine());
                chat.awaitOut("echo from:\"" + guest + "\" text:\"hello, console\"");
                typed.write("quit\r\n");
                typed.flush();
                assertNull(heard.readLine(), "quit closes that connection");
            }
            chat.awaitOut("echo from:\"chat\" text:\"" + guest + " has left\"");
            chat.give("quit\n");
            assertEquals(0, chat.exitCode());
            String console = chat.out();
            assertTrue(console.endsWith("echo from:\"chat\" text:\"the chat is over\"\n"), console);
        }
    }

    private static String demonstration() throws Exception {
        try (Child demo = Child.start("demo")) {
            String shown = demo.out();
            assertEquals("", demo.err());
            assertEquals(0, demo.exitCode());
            return shown.replaceAll("127.0.0.1:(?!8888)\\d+|127.0.0.1 8888", "127.0.0.1:port");
        }
    }
}
