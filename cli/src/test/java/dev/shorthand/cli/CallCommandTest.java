package dev.shorthand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.shorthand.kernel.Endpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code shorthand call} prints, and what it ends with. */
class CallCommandTest {
    private static Endpoint server;

    @BeforeAll
    static void serve() throws Exception {
        DemoService service = new DemoService();
        server = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .dispatcher(service.dispatcher())
                .open();
        service.servesThrough(server);
    }

    @AfterAll
    static void close() {
        server.close(Duration.ZERO);
    }

    private static Typed call(String... args) {
        return callTo(address(), args);
    }

    private static String address() {
        return server.transports().get(0).replace("tcpserv:", "tcp:");
    }

    private static Typed callTo(String transport, String... args) {
        List<String> line = new ArrayList<>(List.of("call", "--transport", transport));
        line.addAll(List.of(args));
        return Typed.run(line.toArray(String[]::new));
    }

    private static void prints(String result, String... args) {
        assertEquals(new Typed(0, result + System.lineSeparator(), ""), call(args));
    }

    private static void fails(int code, String message, String... args) {
        Typed typed = call(args);
        assertEquals(code, typed.code(), typed.toString());
        assertEquals("", typed.out());
        assertTrue(typed.err().contains(message), typed.err());
    }

    @Test
    void printsTheResultAsOneLineOfJson() {
        prints("3", "add", "a=1", "b=2");
        prints("19", "subtract", "[42,23]");
        prints("19", "subtract", "{\"minuend\":42,\"subtrahend\":23}");
        prints("null", "nothing");
        prints("6.5", "sum", "values=[1,2,3.5]");
        prints("\"hello world\"", "sub.hello");
        prints("\"hello you\"", "sub.hello", "name=you");
        prints("42", "sub.renamed");
        prints("{\"__bytes\":\"AAECAw==\"}", "blob", "size=4");
    }

    @Test
    void keepsTheTypesOfValues() {
        for (String value : List.of(
                "null",
                "true",
                "1",
                "1.0",
                "\"1\"",
                "123456789012345678901234567890",
                "[1,[2,{\"x\":null}]]",
                "{\"__bytes\":\"AAEC\"}")) {
            prints(value, "echo", "value=" + value);
        }
    }

    @Test
    void takesForTextWhatIsNoJson() {
        prints("\"hi there\"", "echo", "value=hi there");
        prints("\"1,2\"", "echo", "value=1,2");
        prints("\"1]\"", "echo", "value=1]");
        prints("\"\"", "echo", "value=");
        prints("\"a=b\"", "echo", "value=a=b");
    }

    @Test
    void endsWithOneAfterAnErrorReply() {
        fails(1, "error -32000: boom", "fail", "message=boom");
        fails(1, "data: {\"k\":1}", "fail_data", "message=boom", "data={\"k\":1}");
        fails(1, "error 99: custom failure" + System.lineSeparator() + "data: {\"hint\":[1,2]}", "fail_code");
        fails(1, "error -32601: Method not found", "sub.hidden");
        fails(1, "error -32602: Invalid params", "add", "a=x", "b=1");
    }

    @Test
    void keepsControlCharactersFromTheTerminal() {
        fails(1, "error -32000: a?[31mb", "fail", "message=\"a\\u001b[31mb\"");
    }

    @Test
    void endsWithTwoAfterWrongUsage() {
        fails(2, "\"1\" is no argument; write name=value", "add", "1", "2");
        fails(2, "the argument a is given twice", "add", "a=1", "a=2");
        fails(2, "this is no JSON: {a:1}", "add", "{a:1}");
        fails(2, "\"5\" is no time over 0", "--timeout", "5", "add");
        fails(2, "try: shorthand call --help", "--timeoot", "5s", "add");
        assertEquals(2, Typed.run("call").code());
        assertEquals(2, callTo("tpc:localhost:1", "add").code());
        assertEquals(2, callTo("tcp:localhost", "add").code());
    }

    @Test
    void saysWhatIsWrongWithAnExpressionAndWhatWouldBeRight() {
        refuses(
                "proces:(python3 -u child.py)",
                "jrpc:lines",
                "no transport \"proces\" in \"proces:(python3 -u child.py)\"");
        refuses("proces:(python3 -u child.py)", "jrpc:lines", "stdio, tcp, tcpserv");
        refuses("process:(python3 -u child.py", "jrpc:lines", "a parenthesis is not closed at character 28");
        refuses(
                "tcp:localhost:1",
                "jrpc:line",
                "did you mean lines? To end messages with that text, write jrpc:\\x6cine");
        refuses("tcp:localhost:1", "jprc:lines", "no codec \"jprc\" in \"jprc:lines\"; did you mean jrpc?");
        refuses(
                "tcp:localhost:1",
                "jrpc:lines?vresion=1",
                "no option \"vresion\" in \"jrpc:lines?vresion=1\"; jrpc has version, ");
        refuses(
                "tcp:localhost:1",
                "jrpc:lines?version=1.1",
                "version is \"1.1\" in \"jrpc:lines?version=1.1\"; give 1 or 2");
    }

    @Test
    void everyKindOfWrongCodecHasAnErrorThatMendsIt() {
        refusesCodec("JRPC", "begin with a word in small letters, for example jrpc or tcp:localhost:8888");
        refusesCodec("", "no shorthand at the beginning of \"\"");
        refusesCodec("jrpc lines", "no shorthand at the beginning of \"jrpc lines\"");
        refusesCodec("jrpc:Lines", "did you mean lines?");
        refusesCodec("jrpc:lines&strict=true", "did you mean lines?");
        refusesCodec("jrpc:\\q", "there is no escape \"\\q\" at character 5 of \"jrpc:\\q\"; write \\n, ");
        refusesCodec("jrpc:\\x1", "the escape needs 2 hexadecimal digits at character 5");
        refusesCodec("jrpc:lines?strict", "at character 11 of \"jrpc:lines?strict\"; write option=value");
        refusesCodec("jrpc:lines?strict=yes", "strict is \"yes\" at character 18");
        refusesCodec("jrpc:lines?strict=true&strict=false", "option strict is given twice at character 23");
        refusesCodec("jrpc?maxFrame=64K", "give a size under 2GiB, such as 1000, 64KiB or 16MiB");
        refusesCodec("jrpc?maxFrame=10", "maxFrame is 10; give a number from 64 to ");
        refusesCodec("jrpc?decimal=exakt", "give double or exact");
        refusesCodec("msgpack:lines", "write msgpack, or msgpack?named=true");
        refusesCodec("terse:lines", "write terse, or terse?words=true");
    }

    private static void refusesCodec(String codec, String message) {
        refuses("tcp:localhost:1", codec, message);
    }

    @Test
    void everyKindOfWrongTransportHasAnErrorThatMendsIt() {
        refusesTransport("process:python3 -u child.py", "no command in parentheses at character 8");
        refusesTransport("process:()", "the command is empty at character 9");
        refusesTransport("process:(cat) -u", "something stands behind the command at character 13");
        refusesTransport("process:(cat)(cat)", "something stands behind the command at character 13");
        refusesTransport("process:(cat))", "a parenthesis is closed that was not opened at character 13");
        refusesTransport("process:(python3 'child.py)", "a quote is not closed at character 17");
        refusesTransport("process:(cat)?keepalive=3", "process has env, grace, folder, ");
        refusesTransport(
                "tcp://localhost:1",
                "this is no URL at character 4 of \"tcp://localhost:1\"; write tcp:host:port, for example tcp:localhost:8888, without slashes");
        refusesTransport("tcp:localhost:70000", "port \"70000\" is not a number from 1 to 65535 at character 14");
        refusesTransport("tcp:localhost:abc", "port \"abc\" is not a number from 1 to 65535 at character 14");
        refusesTransport("tcp:localhost", "port missing at character 13");
        refusesTransport("stdio:x", "nothing may follow the colon at character 6");
    }

    private static void refusesTransport(String transport, String message) {
        refuses(transport, "jrpc:lines", message);
    }

    private static void refuses(String transport, String codec, String message) {
        Typed typed = callTo(transport, "--codec", codec, "add", "a=1", "b=2");
        assertEquals(2, typed.code(), typed.toString());
        assertTrue(typed.err().contains(message), typed.err());
    }

    @Test
    void endsWithThreeWhenNobodyListensThere() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Typed typed = callTo("tcp:127.0.0.1:" + port, "add");
        assertEquals(3, typed.code(), typed.err());
        assertTrue(typed.err().contains("127.0.0.1:" + port), typed.err());
    }

    @Test
    void endsWithThreeWhenNobodyRepliesInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Typed typed = callTo("tcp:127.0.0.1:" + silent.getLocalPort(), "--timeout", "500ms", "add");
            assertEquals(3, typed.code(), typed.err());
            assertTrue(typed.err().contains("127.0.0.1:" + silent.getLocalPort()), typed.err());
        }
    }

    @Test
    void callsThroughAMux() {
        assertEquals(new Typed(0, "3" + System.lineSeparator(), ""), callTo("mux:(" + address() + ")", "add", "[1,2]"));
    }

    @Test
    void aCallToSeveralIsWrongUsageAndANotificationReachesAll() throws Exception {
        DemoService service = new DemoService();
        try (Endpoint other = Endpoint.builder()
                .codec("jrpc")
                .transport("tcpserv:127.0.0.1:0")
                .dispatcher(service.dispatcher())
                .open()) {
            service.servesThrough(other);
            String there = other.transports().get(0).replace("tcpserv:", "tcp:");
            String both = "mux:(" + address() + ")(" + there + ")";
            Typed refused = callTo(both, "add", "a=1", "b=2");
            assertEquals(2, refused.code(), refused.toString());
            assertEquals("", refused.out());
            assertEquals(
                    "shorthand: 2 peers are connected to " + both
                            + ", and a call is for one; give the transport of that one alone, or --notify, which tells all"
                            + System.lineSeparator() + "try: shorthand call --help" + System.lineSeparator(),
                    refused.err());
            assertEquals(new Typed(0, "", ""), callTo(both, "--notify", "note", "text=bread"));
            awaitNote(address(), "bread");
            awaitNote(there, "bread");
        }
    }

    @Test
    void endsWithThreeWhereOneOfSeveralCannotBeReached() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        String both = "mux:(" + address() + ")(tcp:127.0.0.1:" + port + ")";
        String refused = "shorthand: cannot open " + both + ": connection refused by 127.0.0.1:" + port
                + "; is the server running and is the port right?";
        assertEquals(new Typed(3, "", refused + System.lineSeparator()), callTo(both, "add", "[1,2]"));
    }

    @Test
    void saysThatABusIsOfThisProcess() {
        String nobody = "shorthand: nobody named kitchen is on the bus house of this process (nobody is there);"
                + " open internal:house:kitchen first";
        assertEquals(
                new Typed(3, "", nobody + System.lineSeparator()), callTo("internal:house?to=kitchen", "add", "[1,2]"));
    }

    @Test
    void printsWhatItIsToldAndAnswersQuestions() {
        String end = System.lineSeparator();
        assertEquals(
                "said {\"text\":\"hi\",\"user\":\"\"}" + end,
                call("say", "text=hi").err());
        assertEquals(
                "ask {\"question\":\"why?\"}" + end
                        + "asked {\"answer\":\"thank you for asking; nobody is here to answer\"}" + end,
                call("ask_me", "question=why?").err());
        assertTrue(call("notify_all", "text=hi").err().startsWith("notified {\"text\":\"hi\",\"origin\":\"127.0.0.1:"));
    }

    @Test
    void sendsNotifications() {
        assertEquals(new Typed(0, "", ""), call("--notify", "note", "text=buy milk"));
        awaitNote(address(), "buy milk");
    }

    // Over a connection of its own, so it may come first.
    private static void awaitNote(String transport, String note) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        Typed notes = callTo(transport, "notes_taken");
        while (!notes.out().contains(note) && System.nanoTime() < deadline) {
            notes = callTo(transport, "notes_taken");
        }
        assertTrue(notes.out().contains("\"" + note + "\""), notes.toString());
    }
}
